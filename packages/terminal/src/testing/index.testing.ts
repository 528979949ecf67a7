// For the tests of the programs.
export { FakeTerminal, settled } from './fake-terminal.testing.ts';
export { temporaryFolder } from './temporary-folder.testing.ts';
export { TerminalProgram } from './terminal-program.testing.ts';
export { finished, type ProgramResult, TestedProgram } from './tested-program.testing.ts';
