/** An entry of the catalogue of problems. What happened and why in the message, what to do in the hint. */
export interface Problem<Arguments> {
  readonly severity: 'error' | 'warning';
  readonly message: (args: Arguments) => string;
  readonly hint?: (args: Arguments) => string | undefined;
}

/** Declares a problem with typed arguments. */
export function problem<Arguments>(entry: Problem<Arguments>): Problem<Arguments> {
  return entry;
}
