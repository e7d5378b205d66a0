/**
 * An entry of the catalogue of diagnostics. In the text of an entry, two spaces on each side set off what a user types.
 * Every entry without a fixed hint has a `remedy`.
 */
export interface Problem<Arguments> {
  readonly severity: 'error' | 'warning';
  /** What happened, where and why: no capital at the start, no period at the end. */
  readonly message: string | ((args: Arguments) => string);
  /** What to do next. */
  readonly hint?: string | ((args: Arguments) => string | undefined);
  /** `explain`: what happened. */
  readonly means: string;
  /** `explain`: why that matters. */
  readonly matters: string;
  /** `explain`: what to do, where the hint does not say it or depends on the arguments. */
  readonly remedy?: string;
  /** `explain`: files that cause it, each below a line `# path`; omitted where files alone do not cause it. */
  readonly before?: string;
  /** `explain`: the same files, fixed. */
  readonly after?: string;
}

/** Declares a problem with typed arguments. */
export function problem<Arguments = Record<never, never>>(entry: Problem<Arguments>): Problem<Arguments> {
  return entry;
}
