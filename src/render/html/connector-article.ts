import type { RestartBudgetView } from '../../model/controller-view.ts';
import { documentAsSeen } from '../../model/masked-value.ts';
import type { ChangeView } from '../../model/plan-view.ts';
import { documentPatch } from '../diff-format.ts';
import { healthText } from '../status-page.ts';
import { type Html, html, when } from './html.ts';
import type { ListedConnector } from './listed-connectors.ts';
import { timeElement } from './time-element.ts';

/** One connector that somebody should look at, with its cause, its difference and what holds it. */
export function connectorArticle(
  { name, status, change, hold, urgency }: ListedConnector,
  restarts: RestartBudgetView | undefined,
  now: number,
): Html {
  const health = status?.health;
  const cause = health?.kind === 'failed' ? health : undefined;
  return html`<article class="${urgency}"><h3>${name}</h3>
<p><span class="word">${health ? healthText(health) : 'does not exist'}</span>${when(cause?.rootCause != null, () => html`: ${cause?.rootCause ?? ''}`)}</p>
${when(cause?.cause !== undefined, () => html`<p>${cause?.cause?.advice ?? ''}</p>`)}
${when(hold !== undefined, () => html`<p><span class="word">${hold?.kind ?? ''}</span> since ${timeElement(hold?.since ?? '', now)}${when(hold?.until != null, () => html`, until ${timeElement(hold?.until ?? '', now)}`)}: ${hold?.reason ?? ''}</p>`)}
${when(restarts !== undefined, () => restartLine(restarts, now))}
${when(change !== undefined, () => changeDetails(change))}
${when(status?.source != null, () => html`<p>Declared in ${status?.source?.file ?? ''}, line ${status?.source?.line ?? ''}</p>`)}
</article>
`;
}

function restartLine(budget: RestartBudgetView | undefined, now: number): Html {
  if (!budget) return html``;
  const { restarts, left, nextAt } = budget;
  const rest = left === null ? '' : `, ${left} left`;
  return html`<p>Restarted ${restarts} ${restarts === 1 ? 'time' : 'times'}${rest}${when(nextAt !== null, () => html`; the next restart may follow at ${timeElement(nextAt ?? '', now)}`)}</p>`;
}

function changeDetails(change: ChangeView | undefined): Html {
  if (!change) return html``;
  const after = documentAsSeen(change);
  const patch = documentPatch(
    change.before && { name: change.name, document: change.before },
    after && { name: change.name, document: after },
    '',
  );
  return html`<details><summary>Differs: ${describeChange(change)}</summary>${when(patch !== '', () => html`<pre tabindex="0" role="region" aria-label="Patch of ${change.name}">${patch}</pre>`)}</details>`;
}

function describeChange({ kind, fields, state }: ChangeView): string {
  if (kind === 'create') return 'it is declared and does not exist';
  if (kind === 'delete') return 'it exists and should not';
  const keys = fields.map(({ key }) => key);
  const parts = [...keys, ...(state ? [`state ${state.before}, declared ${state.after}`] : [])];
  const rest = parts.length - 5;
  return `${parts.slice(0, 5).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
