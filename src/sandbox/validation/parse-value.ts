import type { KeyDefinition, KeyType, ParsedValue } from './key-definition.ts';

/** The result of validating one key: its value as validation shows it, and its errors. */
export interface KeyResult {
  readonly name: string;
  /** Undefined for unknown keys. */
  readonly definition: KeyDefinition | undefined;
  readonly value: string | null;
  readonly recommended: readonly string[];
  readonly errors: readonly string[];
}

/** Whether a class of that name is installed where a CLASS key wants one. */
export type FindClass = (className: string, key: KeyDefinition) => string | undefined;

/**
 * Parses and validates one key as ConfigDef does: a value that cannot be parsed is validated as null
 * (Connect REST contract 7.1).
 */
export function parseKey(
  key: KeyDefinition,
  text: string | null | undefined,
  findClass: FindClass,
): KeyResult {
  const errors: string[] = [];
  let value: ParsedValue = null;
  if (text === undefined && key.defaultValue === undefined) {
    errors.push(`Missing required configuration "${key.name}" which has no default value.`);
  } else {
    const source = text === undefined ? (key.defaultValue ?? null) : text;
    const parsed = source === null ? { value: null } : parseText(key, source, findClass);
    if ('problem' in parsed) errors.push(invalid(key.name, source, parsed.problem));
    else value = parsed.value;
  }
  const objection = key.check?.(value);
  if (objection !== undefined) errors.push(invalid(key.checkedAs ?? key.name, shown(value), objection));
  return {
    name: key.name,
    definition: key,
    value: displayed(key.type, value),
    recommended: key.recommended ?? [],
    errors,
  };
}

type Parsed = { readonly value: ParsedValue } | { readonly problem: string };

function parseText(key: KeyDefinition, text: string, findClass: FindClass): Parsed {
  const trimmed = text.trim();
  switch (key.type) {
    case 'STRING':
    case 'PASSWORD':
      return { value: trimmed };
    case 'LIST':
      return { value: trimmed === '' ? [] : trimmed.split(/\s*,\s*/) };
    case 'BOOLEAN':
      return /^(true|false)$/i.test(trimmed)
        ? { value: trimmed.toLowerCase() }
        : { problem: 'Expected value to be either true or false' };
    case 'CLASS': {
      const found = findClass(trimmed, key);
      return found === undefined ? { problem: `Class ${trimmed} could not be found.` } : { value: found };
    }
    case 'DOUBLE':
      return isDouble(trimmed)
        ? { value: String(Number(trimmed)) }
        : { problem: 'Not a number of type DOUBLE' };
    default:
      return parseInteger(key.type, trimmed);
  }
}

const bits: Readonly<Record<'SHORT' | 'INT' | 'LONG', bigint>> = { SHORT: 15n, INT: 31n, LONG: 63n };

function parseInteger(type: 'SHORT' | 'INT' | 'LONG', text: string): Parsed {
  const problem = `Not a number of type ${type}`;
  if (!/^[+-]?\d+$/.test(text)) return { problem };
  const number = BigInt(text.replace('+', ''));
  const limit = 1n << bits[type];
  return number >= -limit && number < limit ? { value: String(number) } : { problem };
}

function isDouble(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text);
}

function invalid(name: string, value: string | null, problem: string): string {
  return `Invalid value ${value} for configuration ${name}: ${problem}`;
}

/** A value inside a message: lists as Java prints them. */
function shown(value: ParsedValue): string | null {
  return typeof value === 'string' || value === null ? value : `[${value.join(', ')}]`;
}

/** A value in an answer: passwords hidden, lists joined. */
function displayed(type: KeyType, value: ParsedValue): string | null {
  if (value === null) return null;
  if (type === 'PASSWORD') return '[hidden]';
  return typeof value === 'string' ? value : value.join(',');
}
