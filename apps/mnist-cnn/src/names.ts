/** What this program is called, and the root script that starts it. */
export const names = { name: 'mnist-cnn', script: 'mnist' } as const;

/** The folder of its run unless another is named: beside that of char-gpt. */
export const DEFAULT_RUN = 'runs/mnist';
