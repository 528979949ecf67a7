import { matmul, Rng, randn, tidy, engine, type Tensor } from '/tmp/threads/packages/tensor/src/index.ts';
import { setThreads } from '/tmp/threads/packages/tensor/src/engine/threads/parallel.ts';
for (const n of [128, 256, 512, 1024]) {
  const a: Tensor = randn([n, n], { rng: new Rng(0) }), b: Tensor = randn([n, n], { rng: new Rng(1) });
  const best: Record<number, number> = {};
  let ref = '';
  for (const t of [1, 2, 1, 2, 3]) {
    setThreads(t);
    for (let i = 0; i < 20 * (1024 / n) ; i++) { const s = performance.now(); const c = tidy(() => matmul(a, b)); const d = performance.now() - s; best[t] = Math.min(best[t] ?? 1e9, d);
      if (i === 0) { const h = Buffer.from(c.toTypedArray().buffer).toString('base64').slice(0, 5000); if (ref && ref !== h) console.log('DIFF'); ref = h; } c.dispose(); }
  }
  console.log(n, Object.entries(best).map(([t, d]) => `${t}: ${(2 * n ** 3 / d / 1e6).toFixed(1)} GF`).join('  '), (best[1] / best[2]).toFixed(2));
}
