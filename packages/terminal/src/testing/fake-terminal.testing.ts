import { EventEmitter } from 'node:events';
import { type Instance, render } from 'ink';
import type { ReactNode } from 'react';
import { onTestFinished } from 'vitest';

/** A terminal of a given size that keeps every frame; `debug` makes Ink write frames whole, without cursor movements. */
export class FakeTerminal {
  readonly frames: string[] = [];
  readonly stdout: EventEmitter & { columns: number; rows: number; isTTY: boolean; write: (text: string) => boolean };
  readonly stdin = Object.assign(new EventEmitter(), {
    isTTY: true,
    data: null as string | null,
    setEncoding() {},
    setRawMode() {},
    resume() {},
    pause() {},
    ref() {},
    unref() {},
    read(): string | null {
      const { data } = this;
      this.data = null;
      return data;
    },
  });

  constructor(columns: number, rows: number) {
    const write = (text: string): boolean => {
      this.frames.push(text);
      return true;
    };
    this.stdout = Object.assign(new EventEmitter(), { columns, rows, isTTY: true, write });
  }

  /** Shows a component until the test ends. */
  show(node: ReactNode): Instance {
    const instance = render(node, {
      stdout: this.stdout as unknown as NodeJS.WriteStream,
      stdin: this.stdin as unknown as NodeJS.ReadStream,
      debug: true,
      interactive: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
    onTestFinished(() => instance.unmount());
    return instance;
  }

  /** Lines of the last frame, without styles. */
  get lines(): string[] {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
    const frame = (this.frames.findLast((text) => text.trim() !== '') ?? '').replace(/\u001b\[[\d;?]*[a-zA-Z]/g, '');
    return frame.replace(/\n+$/, '').split('\n');
  }

  resize(columns: number, rows: number): void {
    Object.assign(this.stdout, { columns, rows });
    this.stdout.emit('resize');
  }

  /** Keys or a paste, as one read of the terminal. */
  async type(text: string): Promise<void> {
    this.stdin.data = text;
    this.stdin.emit('readable');
    await settled();
  }
}

/** Long enough for Ink's and our frames, and for the timeout that tells Esc from an escape sequence. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 120));
}
