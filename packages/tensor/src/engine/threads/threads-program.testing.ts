// Run as a process of its own: uses the pool and reaches its end.
import { ones } from '../../index.ts';
import { getThreads } from './parallel.ts';

const product = ones([512, 512]).matmul(ones([512, 512]));
process.stdout.write(`${getThreads()} threads, ${product.slice(3, 7).item()}\n`);
