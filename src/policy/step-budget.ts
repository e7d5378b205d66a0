import { type CelList, type CelMap, isCelList, isCelMap } from '@bufbuild/cel';

/** The most that one evaluation may cost, in steps: an iteration, a call, or 16 characters of an argument. */
const stepsOfEvaluation = 200_000;

/** The most that all evaluations of one policy may cost in a run. */
export const stepsOfPolicy = 50_000_000;

/** After so many evaluations that cost too much, a policy is not evaluated any more: it denies. */
export const mostExhausted = 3;

/** Counts the steps of evaluations, so that no expression can run for ever. The count does not depend on the machine. */
export class StepBudget {
  #left = stepsOfEvaluation;

  /** Begins an evaluation that may cost this much at most. */
  begin(most: number): void {
    this.#left = Math.min(most, stepsOfEvaluation);
    this.#granted = this.#left;
  }

  #granted = stepsOfEvaluation;

  /** What the evaluation has cost so far. */
  get used(): number {
    return this.#granted - Math.max(this.#left, 0);
  }

  get isExhausted(): boolean {
    return this.#left <= 0;
  }

  /** Counts steps; false once there are none left: then loops must end. */
  take(steps: number): boolean {
    this.#left -= steps;
    return this.#left > 0;
  }

  /**
   * Counts the size of a value.
   *
   * @throws Error where the budget is exhausted
   */
  charge(value: unknown): void {
    if (!this.take(this.#sizeOf(value))) throw new Error('too many steps');
  }

  /** Stops as soon as the size exceeds what is left: a list of lists can be larger than memory. */
  #sizeOf(value: unknown, found = 1): number {
    if (typeof value === 'string' || value instanceof Uint8Array) return found + (value.length >> 4);
    if (isCelList(value)) return this.#sizeOfParts(value, found);
    return isCelMap(value) ? this.#sizeOfParts(valuesOf(value), found) : found;
  }

  #sizeOfParts(parts: Iterable<unknown>, found: number): number {
    let size = found;
    for (const part of parts) {
      size = this.#sizeOf(part, size + 1);
      if (size > this.#left) break;
    }
    return size;
  }
}

function valuesOf(map: CelMap): Iterable<unknown> {
  return map.values();
}

/** Lists that the loop of a macro builds, with the arrays behind them. */
const built = new WeakMap<CelList, unknown[]>();

/** Appends to the result of a macro: of a list that was built here in place, since nothing else can see it. */
export function append(
  list: CelList,
  element: unknown,
  make: (elements: readonly unknown[]) => CelList,
): CelList {
  const elements = built.get(list);
  if (elements) {
    elements.push(element);
    return list;
  }
  const copy = [...list, element];
  const made = make(copy);
  built.set(made, copy);
  return made;
}
