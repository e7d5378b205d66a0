import { escapeHidden } from './escape-hidden.ts';
import { printExactJson } from './exact-json.ts';

/** A value as programs read it: JSON with two spaces, and a final line feed. */
export function toJson(value: unknown): string {
  return `${escapeHidden(JSON.stringify(value, null, 2))}\n`;
}

/** The same of a value that may hold numbers beyond those of JavaScript. */
export function toExactJson(value: unknown): string {
  return `${escapeHidden(printExactJson(value, 2))}\n`;
}

/** JSON on one line, without a line feed. */
export function toJsonLine(value: unknown): string {
  return escapeHidden(JSON.stringify(value));
}
