/** More texts than any project has keys. The limit protects against unbounded input from elsewhere. */
const maximumSize = 10_000;

/** Memoizes a pure function of a text: thousands of connectors share the same few keys. */
export function memoize<Result>(compute: (text: string) => Result): (text: string) => Result {
  const results = new Map<string, Result>();
  return (text) => {
    const known = results.get(text);
    // A single lookup suffices unless the cached result is undefined.
    if (known !== undefined || results.has(text)) return known as Result;
    const result = compute(text);
    if (results.size >= maximumSize) results.clear();
    results.set(text, result);
    return result;
  };
}

/** Computes a value when it is first asked for, and never again. */
export function once<Value extends object>(compute: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    value ??= compute();
    return value;
  };
}
