export { type Measured, measure } from './measure.ts';
export { publish, type Row } from './publish.ts';
