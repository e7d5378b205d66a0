/** What happens to a request. */
export type FaultEffect =
  /** This answer instead of the worker's; the request is not executed. */
  | { readonly kind: 'answer'; readonly answer: FaultAnswer }
  /** The request is executed, and this is the answer all the same, such as a gateway's 502. */
  | { readonly kind: 'answer-after'; readonly answer: FaultAnswer }
  /**
   * This answer at once, and the request is executed after the delay: a worker's time-out with late success
   * (Connect REST contract 8.1). With `answer` left out it is the 500 `Request timed out`.
   */
  | { readonly kind: 'late-success'; readonly milliseconds: number; readonly answer?: FaultAnswer }
  /** Executed and answered after the delay. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** Never executed and never answered: the connection stays open until one side closes it. */
  | { readonly kind: 'stall' }
  /** Executed, never answered. */
  | { readonly kind: 'stall-after' }
  /** The connection is reset before the request is executed. */
  | { readonly kind: 'reset-before' }
  /** The connection is reset after the request was executed. */
  | { readonly kind: 'reset-after' }
  /** The request is executed, and the connection ends in the middle of the answer's body. */
  | { readonly kind: 'truncate' };

/** An answer that a fault sends. */
export interface FaultAnswer {
  readonly status: number;
  readonly body?: string;
  /** Left out: none. */
  readonly contentType?: string;
}

/** Which requests a fault applies to, and how often. */
export interface Fault {
  /** Left out: any. */
  readonly method?: string;
  /** Path and query as sent: an exact text, or a pattern. Left out: any. */
  readonly path?: string | RegExp;
  /** How many matching requests pass first. Default 0. */
  readonly skip?: number;
  /** How many requests it applies to, `Infinity` for all. Default 1. */
  readonly times?: number;
  /** What happens to them. */
  readonly effect: FaultEffect;
}

/** A fault that was injected. */
export interface InjectedFault {
  /** How many requests it has applied to so far. */
  readonly hits: number;
  /** Removes the fault. */
  remove(): void;
}

/** The faults of one sandbox. Of several that match a request, the one that was injected first applies. */
export class Faults {
  readonly #active: ActiveFault[] = [];

  inject(fault: Fault): InjectedFault {
    const active = new ActiveFault(fault, () => this.#active.splice(this.#active.indexOf(active), 1));
    this.#active.push(active);
    return active;
  }

  clear(): void {
    this.#active.length = 0;
  }

  /** The effect on a request. Every fault that matches counts it, whichever applies. */
  apply(method: string, path: string): FaultEffect | undefined {
    const matching = this.#active.filter((fault) => fault.counts(method, path));
    const [first] = matching;
    return first?.hit();
  }
}

class ActiveFault implements InjectedFault {
  readonly #fault: Fault;
  readonly #onRemove: () => void;
  #seen = 0;
  #hits = 0;

  constructor(fault: Fault, onRemove: () => void) {
    this.#fault = fault;
    this.#onRemove = onRemove;
  }

  get hits(): number {
    return this.#hits;
  }

  remove(): void {
    this.#onRemove();
  }

  counts(method: string, path: string): boolean {
    if (!matches(this.#fault, method, path)) return false;
    this.#seen += 1;
    return this.#seen > (this.#fault.skip ?? 0) && this.#hits < (this.#fault.times ?? 1);
  }

  hit(): FaultEffect {
    this.#hits += 1;
    return this.#fault.effect;
  }
}

function matches({ method, path }: Fault, sentMethod: string, sentPath: string): boolean {
  if (method !== undefined && method !== sentMethod) return false;
  if (path === undefined || path === sentPath) return true;
  return path instanceof RegExp && new RegExp(path.source, path.flags.replace(/[gy]/g, '')).test(sentPath);
}
