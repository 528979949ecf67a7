import { spawn } from '@lydell/node-pty';

/** What a pseudo-terminal is like. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** A program of Node's on a real pseudo-terminal. */
export class TerminalProgram {
  /** All that was written so far, escape sequences included. */
  output = '';
  readonly exit: Promise<number>;
  readonly #pty: ReturnType<typeof spawn>;

  constructor(args: readonly string[], { columns, rows, env = {} }: TerminalSize) {
    const { NO_COLOR: _, FORCE_COLOR: __, CI: ___, ...inherited } = process.env;
    this.#pty = spawn(process.execPath, [...args], {
      cols: columns,
      rows,
      name: 'xterm-256color',
      env: { ...inherited, ...env },
    });
    this.#pty.onData((data) => {
      this.output += data;
    });
    this.exit = new Promise((resolve) => this.#pty.onExit(({ exitCode }) => resolve(exitCode)));
  }

  type(keys: string): void {
    this.#pty.write(keys);
  }

  resize(columns: number, rows: number): void {
    this.#pty.resize(columns, rows);
  }

  kill(): void {
    try {
      this.#pty.kill('SIGKILL');
    } catch {
      // It has ended already.
    }
  }

  /** What was written, without styles and cursor movements. */
  get text(): string {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
    return this.output.replace(/\u001b\[[\d;?<>=u]*[a-zA-Z]/g, '');
  }

  /** Waits for text to appear. */
  async shows(expected: string | RegExp, milliseconds = 15_000): Promise<void> {
    const end = Date.now() + milliseconds;
    while (!(typeof expected === 'string' ? this.text.includes(expected) : expected.test(this.text))) {
      if (Date.now() > end)
        throw new Error(`the terminal never showed ${expected}; it shows:\n${this.text.slice(-2000)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
