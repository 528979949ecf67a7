// Run as a process of its own: products on the library and our threads, the number of either changing, and the end of the program.
import { getThreads, matmul, ones, setThreads } from '@ml/tensor';
import { stopUsingBlas, useBlas } from './index.ts';

const square = ones([256, 256]);
const sums = new Set<number>();
for (let round = 0; round < 300; round++) {
  setThreads(1 + (round % 4));
  if (round % 7 === 0) stopUsingBlas();
  else if (round % 7 === 1) useBlas(round % 2 === 0 ? {} : { threads: 2 });
  const product = matmul(square, square);
  sums.add(product.sum().item());
  product.dispose();
}
setThreads(3);
useBlas();
process.stdout.write(`${getThreads()} threads, ${[...sums]}, ${matmul(square, square).slice(3, 7).item()}\n`);
