/** Ends a switch over a closed union, so that a missing case does not compile. */
export function unreachable(value: never): never {
  throw new Error(`a case is missing for ${JSON.stringify(value)}`);
}
