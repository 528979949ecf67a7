import { cifar10, fashionMnist } from '@ml/cv/datasets';

const onProgress = (e) => process.stdout.write(`\r${e.type} ${e.source} ${e.bytes}/${e.total}   `);
for (const [name, f] of [
  ['fashion', fashionMnist],
  ['cifar', cifar10],
])
  for (const train of [true, false]) {
    const t = performance.now();
    const d = await f({ train, onProgress, root: '/tmp/data-look/cache' });
    console.log(
      '\n',
      name,
      String(d),
      (performance.now() - t).toFixed(0),
      'ms',
      d.images.astype('float32').mean().item() / 255,
      (process.memoryUsage().rss / 1e6) | 0,
    );
  }
