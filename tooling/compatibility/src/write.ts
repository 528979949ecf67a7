import { writeFileSync } from 'node:fs';
import { compatibility } from './table.ts';

writeFileSync(new URL('../../../COMPATIBILITY.md', import.meta.url), compatibility());
