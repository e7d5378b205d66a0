import { createHash } from 'node:crypto';
import { compareText } from '../model/config.ts';
import type { PlanView } from '../model/plan-view.ts';

/**
 * SHA-256 of what a plan shows, as `sha256:` and 64 hexadecimal digits. Equal views have equal digests, whatever the
 * order of their keys. It is taken over the redacted view alone: nothing of a secret is in it, and a rotation
 * between two secrets that show alike does not change it.
 */
export function planDigest(view: PlanView): string {
  return jsonDigest(view);
}

/** SHA-256 of any value that JSON can hold, written in one way only; as `sha256:` and 64 hexadecimal digits. */
export function jsonDigest(value: unknown): string {
  return `sha256:${createHash('sha256').update(canonicalJson(value)).digest('hex')}`;
}

/** JSON without blanks, the keys of every object sorted by their UTF-16 units, as RFC 8785 has them. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => compareText(one, other))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
