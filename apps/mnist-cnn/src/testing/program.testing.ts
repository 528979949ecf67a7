import { TestedProgram } from '@ml/terminal/testing';

/** This app's program. */
export const program = new TestedProgram(new URL('../../', import.meta.url));
