import type { ControlledClusterView } from '../../model/controller-view.ts';
import { count, grouped, withMore } from '../../model/count.ts';
import type { DiagnosticView, PlanView } from '../../model/plan-view.ts';
import { describeRun } from '../controller-lines.ts';
import { connectorArticle, healthOf } from './connector-article.ts';
import { type Html, html } from './html.ts';
import { countTexts, isUrgent, type ListedConnector, urgencies } from './listed-connectors.ts';
import { rootCauses } from './root-causes.ts';
import { runTable } from './run-table.ts';
import { timeElement } from './time-element.ts';

/** One cluster with those of its connectors that are to be shown. */
export interface ShownCluster {
  readonly cluster: ControlledClusterView;
  /** Unique on the page. */
  readonly id: string;
  readonly all: readonly ListedConnector[];
  /** Those of them that were searched for; all where nothing was. */
  readonly found: readonly ListedConnector[];
  readonly isSearch: boolean;
}

/** So many connectors are shown in full; the others have a row in a table. */
const mostArticles = 200;
const mostProblems = 20;

/** A cluster: totals, its last run, what blocks it, its connectors with the urgent ones in full, and its runs. */
export function clusterSection({ cluster, id, all, found, isSearch }: ShownCluster, now: number): Html {
  const restarts = new Map(cluster.restarts.map((one) => [one.name, one]));
  const urgent = found.filter(isUrgent);
  const calm = found.filter((one) => !isUrgent(one));
  const briefly = urgent.slice(mostArticles);
  const version =
    cluster.workerVersion === null ? html`` : html`<li>Kafka Connect ${cluster.workerVersion}</li>`;
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${cluster.cluster}</h2>
<ul class="facts">${countTexts(urgencies, all).map((text) => html`<li>${text}</li>`)}${version}</ul>
${lastRun(cluster, now)}
${failureBanner(cluster, now)}
${cluster.plan ? planProblems(cluster.plan) : html``}
${rootCauses(found)}
${urgent.slice(0, mostArticles).map((one) => connectorArticle(one, restarts.get(one.name), now))}
${foldedTable(briefly, { title: `and ${grouped(briefly.length)} more`, isOpen: true })}
${isSearch && found.length === 0 ? html`<p>No connector of this cluster is found.</p>` : html``}
${foldedTable(calm, { title: `${grouped(calm.length)} in order`, isOpen: isSearch })}
${runTable(cluster.runs, now)}
</section>
`;
}

function lastRun({ runs: [run], nextRunAt }: ControlledClusterView, now: number): Html {
  const next = nextRunAt === null ? html`` : html` Next run: ${timeElement(nextRunAt, now)}.`;
  if (!run) return html`<p>${next}</p>`;
  const reason = run.reason === null ? '' : `: ${run.reason}`;
  return html`<p>Last run: ${describeRun(run)}, ${timeElement(run.startedAt, now)}${reason}.${next}</p>`;
}

function failureBanner({ failedRuns, lastSuccessAt }: ControlledClusterView, now: number): Html {
  if (failedRuns === 0) return html``;
  const failed = failedRuns === 1 ? 'The last run failed.' : `The last ${failedRuns} runs failed.`;
  const rest =
    lastSuccessAt === null
      ? html`No run has succeeded since the start.`
      : html`The last success was ${timeElement(lastSuccessAt, now)}; what is shown may be as old.`;
  return html`<p class="banner">${failed} ${rest}</p>`;
}

/** What keeps the plan from being applied, and warnings about it. */
function planProblems({ refusals, diagnostics }: PlanView): Html {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const warnings = diagnostics.filter(({ severity }) => severity !== 'error');
  const number = refusals.length + errors.length;
  const blocked =
    number === 0
      ? html``
      : html`<div class="banner"><p><strong>Blocked:</strong> ${count(number, 'objection')} to the plan. Nothing of it is written.</p><ul>${refusals.map(({ message, names }) => html`<li>${message}${names.length === 0 ? '' : `: ${withMore(names.slice(0, 8), names.length)}`}</li>`)}${problemItems(errors)}</ul></div>`;
  if (warnings.length === 0) return blocked;
  return html`${blocked}<details><summary>${count(warnings.length, 'warning')}</summary><ul>${problemItems(warnings)}</ul></details>`;
}

/** Problems as items of a list, with their places. */
export function problemItems(problems: readonly DiagnosticView[]): readonly Html[] {
  const more = problems.length - mostProblems;
  return [
    ...problems
      .slice(0, mostProblems)
      .map(
        ({ message, source }) =>
          html`<li>${source ? `${source.file}:${source.line}:${source.column}: ` : ''}${message}</li>`,
      ),
    ...(more > 0 ? [html`<li>and ${grouped(more)} more</li>`] : []),
  ];
}

function foldedTable(
  connectors: readonly ListedConnector[],
  { title, isOpen }: { readonly title: string; readonly isOpen: boolean },
): Html {
  if (connectors.length === 0) return html``;
  const rows = connectors.map(
    (one) =>
      html`<tr><th scope="row">${one.name}</th><td>${one.status?.type ?? ''}</td><td>${tasksOf(one)}</td><td>${healthOf(one)}${one.hold ? `, ${one.hold.kind}` : ''}</td></tr>
`,
  );
  const table = html`<summary>${title}</summary><table><thead><tr><th scope="col">Connector</th><th scope="col">Type</th><th scope="col">Tasks</th><th scope="col">Health</th></tr></thead><tbody>${rows}</tbody></table>`;
  return isOpen ? html`<details open>${table}</details>` : html`<details>${table}</details>`;
}

function tasksOf({ status }: ListedConnector): string {
  if (!status) return '';
  const running = status.tasks.filter(({ state }) => state === 'RUNNING').length;
  return `${running}/${status.tasks.length}`;
}
