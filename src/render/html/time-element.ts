import { type Html, html } from './html.ts';

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** A time in ISO 8601 with how long ago that is, or how long until then; `now` in milliseconds since the epoch. */
export function timeElement(iso: string, now: number): Html {
  const distance = Date.parse(iso) - now;
  const [unit, length] = units.find(([, one]) => Math.abs(distance) >= one) ?? ['s', 1_000];
  const number = Math.round(Math.abs(distance) / length);
  const relative = distance <= 0 ? `${number} ${unit} ago` : `in ${number} ${unit}`;
  return html`<time datetime="${iso}">${iso.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')} (${relative})</time>`;
}
