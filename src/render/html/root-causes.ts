import { grouped } from '../../model/count.ts';
import { type Html, html } from './html.ts';
import type { ListedConnector } from './listed-connectors.ts';

/** Where many failed, often for one reason: the most frequent root causes with their numbers; nothing for a few failures. */
export function rootCauses(connectors: readonly ListedConnector[]): Html {
  const numbers = new Map<string, number>();
  for (const { status } of connectors) {
    const health = status?.health;
    if (health?.kind !== 'failed') continue;
    const cause = (health.rootCause ?? 'no root cause known').slice(0, longestCause);
    numbers.set(cause, (numbers.get(cause) ?? 0) + 1);
  }
  const causes = [...numbers]
    .filter(([, number]) => number >= fewest)
    .sort(([, one], [, other]) => other - one);
  if (causes.length === 0) return html``;
  return html`<p>Frequent root causes:</p><ul>${causes
    .slice(0, mostCauses)
    .map(
      ([cause, number]) =>
        html`<li><strong>${grouped(number)}</strong> × <span class="cause">${cause}</span></li>`,
    )}</ul>`;
}

const fewest = 3;
const mostCauses = 5;
const longestCause = 300;
