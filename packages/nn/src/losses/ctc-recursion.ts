// The sums over all alignments of one sequence (Graves et al. 2006, §4.1), in logarithms. Labels l₁ … l_L with blanks before,
// between and behind make 2L + 1 states; from one step to the next an alignment stays, moves on by one, or skips a blank
// between two labels that differ.

export interface CtcSequence {
  readonly labels: readonly number[];
  /** Number of steps that count. */
  readonly steps: number;
  readonly blank: number;
  /** Logarithm of the probability of class c at step t. */
  readonly at: (t: number, c: number) => number;
}

/** −ln of the probability of the labels; Infinity where no alignment exists. */
export function ctcLoss(sequence: CtcSequence): number {
  const states = 2 * sequence.labels.length + 1;
  const { steps } = sequence;
  if (steps === 0) return sequence.labels.length === 0 ? 0 : Infinity;
  const last = forward(sequence)[steps - 1];
  const total = states === 1 ? last[0] : logAdd(last[states - 1], last[states - 2]);
  return total === -Infinity ? Infinity : -total;
}

/**
 * Adds up d loss/d at(t, c), as if each logarithm could be moved by itself: −Σ over the states s of class c of
 * exp(α(t, s) + β(t, s) − ln P), where β leaves out the step itself.
 */
export function ctcGradient(sequence: CtcSequence, add: (t: number, c: number, value: number) => void): void {
  const loss = ctcLoss(sequence);
  if (loss === Infinity) {
    // No alignment: torch says NaN, which is what an infinite loss has for a slope.
    for (let t = 0; t < sequence.steps; t++) for (const c of new Set(allStates(sequence))) add(t, c, Number.NaN);
    return;
  }
  const alpha = forward(sequence);
  const classes = allStates(sequence);
  let beta: number[] = classes.map((_, s) => (s >= classes.length - 2 ? 0 : -Infinity));
  for (let t = sequence.steps - 1; t >= 0; t--) {
    for (const [s, c] of classes.entries()) add(t, c, -Math.exp(alpha[t][s] + beta[s] + loss));
    const next = beta.map((value, s) => value + sequence.at(t, classes[s]));
    beta = classes.map((_, s) => {
      let total = next[s];
      if (s + 1 < classes.length) total = logAdd(total, next[s + 1]);
      if (canSkip(classes, s + 2, sequence.blank)) total = logAdd(total, next[s + 2]);
      return total;
    });
  }
}

/** α(t, s): ln of the probability of all beginnings that are in state s at step t. */
function forward(sequence: CtcSequence): number[][] {
  const classes = allStates(sequence);
  const { at, steps, blank } = sequence;
  const rows: number[][] = [];
  for (let t = 0; t < steps; t++) {
    const before = rows[t - 1];
    rows.push(
      classes.map((c, s) => {
        if (t === 0) return s < 2 ? at(0, c) : -Infinity;
        let total = before[s];
        if (s >= 1) total = logAdd(total, before[s - 1]);
        if (canSkip(classes, s, blank)) total = logAdd(total, before[s - 2]);
        return total + at(t, c);
      }),
    );
  }
  return rows;
}

/** The class of each state. */
function allStates({ labels, blank }: CtcSequence): number[] {
  return [blank, ...labels.flatMap((label) => [label, blank])];
}

/** Whether state s may be entered from s − 2. */
function canSkip(classes: readonly number[], s: number, blank: number): boolean {
  return s >= 2 && s < classes.length && classes[s] !== blank && classes[s] !== classes[s - 2];
}

/** ln(e^a + e^b). */
function logAdd(a: number, b: number): number {
  const larger = Math.max(a, b);
  return larger === -Infinity ? -Infinity : larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
}
