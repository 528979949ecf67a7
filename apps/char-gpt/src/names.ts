/** What this program is called, and the root script that starts it. */
export const names = { name: 'char-gpt', script: 'start' } as const;
