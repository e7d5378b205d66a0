import { javaTrim } from '../java-text.ts';
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

/** A class that a worker can load, and why it is not accepted for a key. */
export interface FoundClass {
  readonly className: string;
  readonly objection?: string;
}

/** The class of that name, where a CLASS key wants one; undefined where a worker cannot load it. */
export type FindClass = (className: string, key: KeyDefinition) => FoundClass | undefined;

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
    if ('objection' in parsed && parsed.objection !== undefined) errors.push(parsed.objection);
  }
  errors.push(...objectionsTo(key, text, value));
  return {
    name: key.name,
    definition: key,
    value: displayed(key.type, value),
    recommended: key.recommended ?? [],
    errors,
  };
}

/** ConfigDef checks a default where the key is defined, not here. */
function objectionsTo(key: KeyDefinition, text: string | null | undefined, value: ParsedValue): string[] {
  if (text === undefined && key.defaultValue !== undefined) return [];
  const name = key.checkedAs ?? key.name;
  const objection = key.check?.(value, name);
  if (objection === undefined) return [];
  return [typeof objection === 'string' ? invalid(name, shown(value), objection) : objection.message];
}

type Parsed = { readonly value: ParsedValue; readonly objection?: string } | { readonly problem: string };

function parseText(key: KeyDefinition, text: string, findClass: FindClass): Parsed {
  const trimmed = javaTrim(text);
  switch (key.type) {
    case 'STRING':
    case 'PASSWORD':
      return { value: trimmed };
    case 'LIST':
      return { value: trimmed === '' ? [] : trimmed.split(',').map((element) => element.trim()) };
    case 'BOOLEAN':
      return /^(true|false)$/i.test(trimmed)
        ? { value: trimmed.toLowerCase() }
        : { problem: 'Expected value to be either true or false' };
    case 'CLASS': {
      const found = findClass(trimmed, key);
      if (!found) return { problem: `Class ${text} could not be found.` };
      const { className, objection } = found;
      return objection === undefined ? { value: className } : { value: className, objection };
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
  return /^[+-]?(\d+(?:\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text);
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
