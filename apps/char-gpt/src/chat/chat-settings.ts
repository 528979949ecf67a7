/** How replies are drawn. */
export interface ChatSettings {
  /** 0 always takes the likeliest character. */
  readonly temperature: number;
  /** Draw among the k likeliest characters; null is all. */
  readonly topK: number | null;
  /** Draw among the likeliest characters that together have this probability; null is all. */
  readonly topP: number | null;
  readonly seed: number;
  /** Longest reply. */
  readonly maxTokens: number;
}

export function describeSettings({ temperature, topK, topP, seed }: ChatSettings): string {
  return `temperature ${temperature}, top-k ${topK ?? 'off'}, top-p ${topP ?? 'off'}, seed ${seed}`;
}
