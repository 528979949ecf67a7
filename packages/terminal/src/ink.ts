// The parts of @ml/terminal that load Ink.
export { LinesView } from './screen/lines-view.tsx';
export { RunScreen } from './training/run-screen.tsx';
