import type { ParsedValue, ValueCheck } from './key-definition.ts';

/**
 * A number not below `minimum`; a value that could not be parsed is refused a second time
 * (Connect REST contract 7.1).
 */
export function atLeast(minimum: number): ValueCheck {
  return (value) => {
    if (value === null) return 'Value must be non-null';
    return Number(value) < minimum ? `Value must be at least ${minimum}` : undefined;
  };
}

/** The same, and null is accepted. */
export function noneOrAtLeast(minimum: number): ValueCheck {
  return (value, name) => (value === null ? undefined : atLeast(minimum)(value, name));
}

/** A number within both bounds. */
export function between(minimum: number, maximum: number): ValueCheck {
  return (value) => {
    if (value === null) return 'Value must be non-null';
    if (Number(value) < minimum) return `Value must be at least ${minimum}`;
    return Number(value) > maximum ? `Value must be no more than ${maximum}` : undefined;
  };
}

/** One of a few words, exactly. */
export function oneOf(...words: readonly string[]): ValueCheck {
  return (value) =>
    value !== null && words.includes(String(value))
      ? undefined
      : `String must be one of: ${words.join(', ')}`;
}

/** One of a few words in any case; they are shown as given. */
export function oneOfIgnoringCase(...words: readonly string[]): ValueCheck {
  const known = new Set(words.map((word) => word.toLowerCase()));
  return (value) => {
    const fits = value !== null && known.has(String(value).toLowerCase());
    return fits ? undefined : `String must be one of (case insensitive): ${words.join(', ')}`;
  };
}

/** Text that is not empty; a missing value passes. */
export const notEmpty: ValueCheck = (value) => (value === '' ? 'String must be non-empty' : undefined);

/** Any value but null. */
export const notNull: ValueCheck = (value) => (value === null ? 'entry must be non null' : undefined);

/** The rule for connector names (Connect REST contract 9). */
export const connectorName: ValueCheck = (value) => {
  if (value === null) return undefined;
  if (value === '') return 'String may not be empty';
  const controls = [...String(value)].map((one) => one.charCodeAt(0)).filter(isControl);
  if (controls.length === 0) return undefined;
  return `String may not contain control sequences but had the following ASCII chars: ${controls.join(', ')}`;
};

/** A list of aliases: without repeated elements, and not null. */
export const noDuplicates: ValueCheck = (value, name) =>
  hasDuplicates(value) ? 'Duplicate alias provided.' : notNull(value, name);

/** A list with at least one element. */
export const notEmptyList: ValueCheck = (value) =>
  value === null || value.length === 0 ? 'Empty list' : undefined;

/** A list whose elements are neither empty nor repeated (4.2+, KAFKA-19112). */
export function distinctElements(emptyList: 'accepted' | 'refused'): ValueCheck {
  return (value, name) => {
    const refused = (what: string) => ({ message: `Configuration '${name}' ${what}` });
    if (value === null) return refused('values must not be null.');
    if (value.length === 0) {
      const isRefused = emptyList === 'refused';
      return isRefused ? refused('must not be empty. Valid values include: any non-empty value') : undefined;
    }
    if (hasDuplicates(value)) return refused('values must not be duplicated.');
    return value.includes('') ? refused('values must not be empty.') : undefined;
  };
}

/** Whether a list repeats an element. */
function hasDuplicates(value: ParsedValue): boolean {
  return Array.isArray(value) && new Set(value).size < value.length;
}

function isControl(code: number): boolean {
  return code < 0x20 || (code >= 0x7f && code < 0xa0);
}
