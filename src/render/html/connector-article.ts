import type { HealthView } from '../../model/apply-view.ts';
import type { HoldView, RestartBudgetView } from '../../model/controller-view.ts';
import { count, withMore } from '../../model/count.ts';
import { documentAsSeen } from '../../model/masked-value.ts';
import type { ChangeView } from '../../model/plan-view.ts';
import type { Source } from '../../model/source.ts';
import { changeDiff } from '../change-block.ts';
import { colorsFor } from '../colors.ts';
import { documentPatch } from '../diff-format.ts';
import { causeText } from '../outcome-lines.ts';
import { healthText } from '../status-page.ts';
import { type Html, html } from './html.ts';
import { type ListedConnector, urgencyOf } from './listed-connectors.ts';
import { timeElement } from './time-element.ts';

/** One connector that somebody should look at, with its cause, its difference and what holds it. */
export function connectorArticle(
  connector: ListedConnector,
  restarts: RestartBudgetView | undefined,
  now: number,
): Html {
  const { name, status, change, hold } = connector;
  const health = status?.health;
  return html`<article class="${urgencyOf(connector)}"><h3>${name}</h3>
<p class="states"><span class="state ${health?.kind ?? 'none'}">${healthOf(connector)}</span>${hold ? html` <span class="state held">${hold.kind}</span>` : html``}</p>
${health?.kind === 'failed' ? failure(health) : html``}
${hold ? holdLine(hold, now) : html``}
${restarts ? restartLine(restarts, now) : html``}
${change ? changeDetails(change) : html``}
${placeLine(status?.source ?? change?.source ?? null)}
</article>
`;
}

/** The health of a connector in the words of `status`. */
export function healthOf({ status, change }: ListedConnector): string {
  if (status) return healthText(status.health);
  return change?.kind === 'create' ? 'does not exist' : 'health not known';
}

function failure(health: Extract<HealthView, { kind: 'failed' }>): Html {
  const cause = causeText(health);
  return html`${health.rootCause === null ? html`` : html`<p class="cause">${health.rootCause}</p>`}
${cause === null ? html`` : html`<p>${cause}</p>`}`;
}

function holdLine({ since, until, reason, keys = [] }: HoldView, now: number): Html {
  const end = until === null ? html`` : html`, until ${timeElement(until, now)}`;
  const contended = keys.length === 0 ? '' : ` (keys: ${withMore(keys.slice(0, 8), keys.length)})`;
  return html`<p>Held since ${timeElement(since, now)}${end}: ${reason}${contended}</p>`;
}

function restartLine({ restarts, left, nextAt }: RestartBudgetView, now: number): Html {
  const rest = left === null ? '' : `, ${left} left`;
  const next = nextAt === null ? html`` : html`; next restart not before ${timeElement(nextAt, now)}`;
  return html`<p>Restarted ${count(restarts, 'time')}${rest}${next}</p>`;
}

function placeLine(source: Source | null): Html {
  return source ? html`<p class="soft">Declared in ${source.file}:${source.line}</p>` : html``;
}

function changeDetails(change: ChangeView): Html {
  const patch = change.fields.length > longestPatch ? differingKeys(change) : patchOf(change);
  if (patch === '') return html`<p>Differs: ${describeChange(change)}</p>`;
  return html`<details><summary>Differs: ${describeChange(change)}</summary><pre tabindex="0" role="region" aria-label="Patch of ${change.name}">${patch}</pre></details>`;
}

/** With more differing keys only these are listed: a unified diff takes time that grows with their square. */
const longestPatch = 200;

function differingKeys(change: ChangeView): string {
  return changeDiff(change, colorsFor({ color: false }), 'plan').join('\n');
}

function patchOf(change: ChangeView): string {
  const after = documentAsSeen(change);
  return documentPatch(
    change.before && { name: change.name, document: change.before },
    after && { name: change.name, document: after },
    '',
  );
}

function describeChange({ kind, fields, state }: ChangeView): string {
  if (kind === 'create') return 'it is declared and does not exist';
  if (kind === 'delete') return 'it exists and should not';
  const keys = fields.map(({ key }) => key);
  const parts = [...keys, ...(state ? [`state ${state.before}, declared ${state.after}`] : [])];
  return withMore(parts.slice(0, 5), parts.length);
}
