import { eachWindow, WindowSet, windowLength } from './window-set.ts';

/** The units of a text to search; only the first `length` of them. */
interface Units {
  readonly units: Uint16Array;
  readonly length: number;
}

/** A secret to search for. */
interface WholeSecret extends Units {
  /** How many characters at its beginning and its end are not among the units, such as quotes. */
  readonly before: number;
  readonly after: number;
}

/** Where something was found: the first and the last of the units, and what belongs to it beside them. */
export interface FoundUnits {
  readonly first: number;
  readonly last: number;
  readonly before: number;
  readonly after: number;
}

/** Alone it is no piece of a secret, only within a longer one. */
const publicWindow = 1;
const secretWindow = 2;

/**
 * Finds secrets and pieces of them by their windows of eight units. The time that a search takes does not depend on the
 * number of secrets.
 */
export class WindowSearch {
  readonly #windows = new WindowSet();
  /** Secrets by their last window and their length, and what stands before secrets by their first window. */
  readonly #endings = new Map<number, Map<number, SecretsOfLength>>();
  readonly #beginnings = new Map<number, number>();

  get isEmpty(): boolean {
    return this.#windows.isEmpty;
  }

  /** Adds the windows of a text; `isPublic` by the index of the last unit and the hashes of a window. */
  addWindows(
    { units, length }: Units,
    isPublic: (last: number, first: number, second: number) => boolean,
  ): void {
    eachWindow(units, length, (last, first, second) => {
      this.#windows.add(first, second, isPublic(last, first, second) ? publicWindow : secretWindow);
    });
  }

  /** Adds a text whose windows have been added, to be found as a whole even where all of them are public. */
  addWhole({ units, length, before, after }: WholeSecret): void {
    eachWindow(units, length, (last, first, second) => {
      const key = keyOf(first, second);
      if (last === windowLength - 1) {
        this.#beginnings.set(key, Math.max(before, this.#beginnings.get(key) ?? 0));
      }
      if (last < length - 1) return;
      const byLength = this.#endings.get(key) ?? new Map<number, SecretsOfLength>();
      this.#endings.set(key, byLength);
      const others = byLength.get(length) ?? { texts: new Set(), before: 0, after: 0 };
      byLength.set(length, others);
      others.texts.add(textOf(units, 0, length));
      others.before = Math.max(others.before, before);
      others.after = Math.max(others.after, after);
    });
  }

  /** Calls `found` for each run of windows that has a secret one, and for each secret as a whole. */
  search({ units, length }: Units, found: (found: FoundUnits, isWhole: boolean) => void): void {
    let run: Run | undefined;
    eachWindow(units, length, (last, first, second) => {
      const kind = this.#windows.kindOf(first, second);
      if (kind === 0) return;
      const key = keyOf(first, second);
      if (run?.end !== last - 1) {
        if (run && run.last > 0) found(run, false);
        run = { start: last - windowLength + 1, end: last, first: 0, last: 0, before: 0, after: 0 };
      }
      run.end = last;
      if (kind === secretWindow) this.#extend(run, key);
      this.#findWholes(units, run, key, (whole) => found(whole, true));
    });
    if (run && run.last > 0) found(run, false);
  }

  /** Adds the secret window at the end of a run to what is found. */
  #extend(run: Run, key: number): void {
    if (run.last === 0) {
      run.first = run.end - windowLength + 1;
      run.before = run.first === run.start ? (this.#beginnings.get(key) ?? 0) : 0;
    }
    run.last = run.end;
    run.after = 0;
  }

  #findWholes(units: Uint16Array, run: Run, key: number, found: (found: FoundUnits) => void): void {
    for (const [size, { texts, before, after }] of this.#endings.get(key) ?? []) {
      if (run.last === run.end) run.after = Math.max(run.after, after);
      const first = run.end - size + 1;
      if (first < run.start || !texts.has(textOf(units, first, size))) continue;
      found({ first, last: run.end, before, after });
    }
  }
}

/** Secrets that end alike and have the same length. */
interface SecretsOfLength {
  readonly texts: Set<string>;
  before: number;
  after: number;
}

/** Windows that follow one another, from `start` to `end`; what is found is from the first secret one to the last. */
interface Run {
  readonly start: number;
  end: number;
  first: number;
  /** 0 where none of them is secret. */
  last: number;
  before: number;
  after: number;
}

/** One number for two hashes, exact in a double. */
function keyOf(first: number, second: number): number {
  return (first >>> 0) * 0x20_0000 + (second >>> 11);
}

function textOf(units: Uint16Array, start: number, length: number): string {
  let text = '';
  for (let index = start; index < start + length; index += 1) text += String.fromCharCode(units[index] ?? 0);
  return text;
}
