import { engine } from '@ml/tensor';
import type { Work } from './measure.ts';

/** The rate of multiply–adds on registers, the fastest of all turns, in floating-point operations per second. */
export class Roof {
  rate = 0;
  readonly work: Work = () => {
    this.rate = Math.max(this.rate, engine.multiplyAddRoof());
  };
}
