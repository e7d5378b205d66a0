/** What a value that is not of a type must be, for messages. */
export function describeType(type: string, value: string): string {
  const rule = types[type];
  return /^\s*[+-]?\d+\s*$/.test(value) ? (rule?.range ?? rule?.words ?? '') : (rule?.words ?? '');
}

/**
 * Whether a worker can parse a value as this type, as `ConfigDef.parseType` does: without blanks at both ends. A type
 * that takes any text, and a CLASS, which only the worker can load, accept everything.
 */
export function isOfType(type: string, value: string): boolean {
  const rule = types[type];
  return !rule || rule.accepts(trimLikeJava(value));
}

/** `String.trim()` of Java: control characters and blanks, but no others such as the no-break space. */
function trimLikeJava(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && text.charCodeAt(start) <= 0x20) start += 1;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end -= 1;
  return text.slice(start, end);
}

interface Type {
  readonly words: string;
  /** The same for a number that is too large; left out: there is none. */
  readonly range?: string;
  readonly accepts: (text: string) => boolean;
}

const types: Readonly<Record<string, Type>> = {
  BOOLEAN: { words: 'true or false', accepts: (text) => /^(?:true|false)$/i.test(text) },
  SHORT: wholeNumber(16),
  INT: wholeNumber(32),
  LONG: wholeNumber(64),
  DOUBLE: { words: 'a number', accepts: isDouble },
};

function wholeNumber(bits: 16 | 32 | 64): Type {
  const [least, most] = [-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n];
  return {
    words: 'a whole number',
    range: `a whole number from ${least} to ${most}`,
    accepts: (text) => {
      if (!/^[+-]?\p{Nd}+$/u.test(text)) return false;
      // Java reads the digits of every script.
      if (!/^[+-]?\d+$/.test(text)) return true;
      if (text.length > 400) return false;
      const value = BigInt(text.replace('+', ''));
      return value >= least && value <= most;
    },
  };
}

/** `Double.valueOf` of Java. */
function isDouble(text: string): boolean {
  return (
    /^[+-]?(?:NaN|Infinity|(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?[fd]?)$/i.test(text) ||
    /^[+-]?0x(?:[0-9a-f]+(?:\.[0-9a-f]*)?|\.[0-9a-f]+)p[+-]?\d+[fd]?$/i.test(text)
  );
}
