/** A binary heap: what gains most comes out first, of equal gains the node with the smaller number. */
export class PlanHeap<P extends { readonly improvement: number; readonly node: number }> {
  readonly #plans: P[] = [];

  push(plan: P): void {
    const plans = this.#plans;
    let at = plans.length;
    plans.push(plan);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!isBefore(plan, plans[above])) break;
      plans[at] = plans[above];
      at = above;
    }
    plans[at] = plan;
  }

  pop(): P | undefined {
    const plans = this.#plans;
    const first = plans[0];
    const last = plans.pop();
    if (last === undefined || plans.length === 0) return last;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= plans.length) break;
      if (below + 1 < plans.length && isBefore(plans[below + 1], plans[below])) below++;
      if (!isBefore(plans[below], last)) break;
      plans[at] = plans[below];
      at = below;
    }
    plans[at] = last;
    return first;
  }
}

function isBefore(a: { improvement: number; node: number }, b: { improvement: number; node: number }): boolean {
  return a.improvement > b.improvement || (a.improvement === b.improvement && a.node < b.node);
}
