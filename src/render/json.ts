import { escapeHidden } from './escape-hidden.ts';

/** A value as programs read it: JSON with two spaces, and a final line feed. */
export function toJson(value: unknown): string {
  return `${escapeHidden(JSON.stringify(value, null, 2))}\n`;
}

/** The same on one line, without a line feed. */
export function toJsonLine(value: unknown): string {
  return escapeHidden(JSON.stringify(value));
}
