/** What goes wrong with a request. */
export type FaultEffect =
  /** This answer instead of the worker's; the request is not carried out. */
  | { readonly kind: 'answer'; readonly answer: FaultAnswer }
  /** This answer although the request was carried out: a gateway's 502, say. */
  | { readonly kind: 'answer-after'; readonly answer: FaultAnswer }
  /**
   * This answer at once, and the request carried out so much later: a worker's time-out with late success
   * (Connect REST contract 8.1). With `answer` left out it is the 500 `Request timed out`.
   */
  | { readonly kind: 'late-success'; readonly milliseconds: number; readonly answer?: FaultAnswer }
  /** Carried out as always, so much later. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** Never carried out and never answered: the connection stands until one side gives up. */
  | { readonly kind: 'stall' }
  /** Carried out, never answered. */
  | { readonly kind: 'stall-after' }
  /** The connection is reset before anything was done. */
  | { readonly kind: 'reset-before' }
  /** The connection is reset when the request was carried out. */
  | { readonly kind: 'reset-after' }
  /** The connection ends in the middle of the body; the request was carried out. */
  | { readonly kind: 'truncate' };

/** An answer of somebody's own making. */
export interface FaultAnswer {
  readonly status: number;
  readonly body?: string;
  /** Left out: none. */
  readonly contentType?: string;
}

/** Which requests a fault meets, and how often. */
export interface Fault {
  /** Left out: any. */
  readonly method?: string;
  /** Path and query as sent: equal to a text, or matched by a pattern. Left out: any. */
  readonly path?: string | RegExp;
  /** How many matching requests pass before the first is met; 0 if left out. */
  readonly skip?: number;
  /** How many are met; 1 if left out, `Infinity` for all. */
  readonly times?: number;
  readonly effect: FaultEffect;
}

/** A fault that was injected. */
export interface InjectedFault {
  /** How many requests it has met so far. */
  readonly hits: number;
  /** From now on it meets none. */
  remove(): void;
}

/** The faults of one sandbox; of several that match a request the first one injected meets it. */
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

  /** The effect on a request; each fault that matches has seen it then. */
  meet(method: string, path: string): FaultEffect | undefined {
    const met = this.#active.filter((fault) => fault.sees(method, path));
    const [first] = met;
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

  sees(method: string, path: string): boolean {
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
