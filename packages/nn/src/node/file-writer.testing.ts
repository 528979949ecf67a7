// Run as a process of its own, to be killed: writes the same file over and over, filled with 0, 1, 2, …
import { writeAtomically } from './write-atomically.ts';

for (let round = 0; ; round = (round + 1) % 256) {
  await writeAtomically(process.argv[2], new Uint8Array(300_000 + round).fill(round));
  if (round === 0) process.stdout.write('ready\n');
}
