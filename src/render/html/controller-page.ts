import type {
  ControlledClusterView,
  ControllerView,
  RunView,
  SourceView,
} from '../../model/controller-view.ts';
import { formatDuration, typedDuration } from '../../model/duration.ts';
import { healthText } from '../status-page.ts';
import { connectorArticle } from './connector-article.ts';
import { controllerStyle } from './controller-style.ts';
import { type Html, html, when } from './html.ts';
import { type ListedConnector, listConnectors, urgencies } from './listed-connectors.ts';
import { timeElement } from './time-element.ts';

/** What the page is made for. */
export interface ControllerPageOptions {
  /** As it was sent, without the question mark: `q`, `state` and `cluster` select what is listed. */
  readonly query: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

interface Selection {
  readonly text: string;
  readonly state: string;
  readonly cluster: string;
  readonly now: number;
}

/** So many connectors are shown in full; the search finds the others. */
const mostArticles = 200;

/** The state of a controller as a page that needs no script, and asks for nothing else. */
export function renderControllerPage(view: ControllerView, { query, now }: ControllerPageOptions): string {
  const parameters = new URLSearchParams(query);
  const selection: Selection = {
    text: parameters.get('q') ?? '',
    state: parameters.get('state') ?? '',
    cluster: parameters.get('cluster') ?? '',
    now,
  };
  const listed = new Map(view.clusters.map((one) => [one.cluster, listConnectors(one)]));
  const clusters = view.clusters.filter(
    ({ cluster }) => selection.cluster === '' || cluster === selection.cluster,
  );
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${titleOf([...listed.values()].flat(), view)} – connect-sync</title>
<style>${{ html: controllerStyle }}</style>
</head>
<body>
<header>
<h1>connect-sync</h1>
<ul class="facts"><li>Mode ${view.mode}</li><li>every ${typedDuration(view.intervalMilliseconds)}</li><li>revision ${view.source.revision ?? 'none yet'}</li><li>started ${timeElement(view.startedAt, now)}</li><li>version ${view.connectSyncVersion}</li></ul>
${leadershipBanner(view)}${sourceBanner(view.source, now)}
</header>
<main>
${searchForm(view, selection)}
${clusters.map((cluster) => clusterSection(cluster, listed.get(cluster.cluster) ?? [], selection))}
${when(clusters.length === 0, () => html`<p>No cluster to show.</p>`)}
</main>
<footer><p>Read-only. <a href="/">Reload</a>, <a href="/api/status">JSON</a>, <a href="/metrics">metrics</a></p></footer>
</body>
</html>
`;
  return page.html;
}

function titleOf(listed: readonly ListedConnector[], { source, clusters }: ControllerView): string {
  const number = (urgency: string) => listed.filter((one) => one.urgency === urgency).length;
  const parts = [
    ...(source.state === 'current' ? [] : [`files ${source.state}`]),
    ...(['failed', 'held', 'differs'] as const).flatMap((one) =>
      number(one) > 0 ? [`${number(one)} ${one}`] : [],
    ),
    ...clusters.flatMap(({ cluster, failedRuns }) => (failedRuns > 0 ? [`${cluster} unread`] : [])),
  ];
  return parts.length === 0 ? 'All in sync' : parts.join(', ');
}

function leadershipBanner({ leadership }: ControllerView): Html {
  if (leadership.isActive) return html``;
  const holder = leadership.holder === null ? '' : ` Active is ${leadership.holder}.`;
  return html`<p class="banner" role="status">This replica waits, and reads no cluster.${holder}</p>`;
}

function sourceBanner({ state, reason, failingSince, problems }: SourceView, now: number): Html {
  if (state === 'current' || failingSince === null) return html``;
  return html`<div class="banner" role="status"><p>The files are ${state} since ${timeElement(failingSince, now)}: ${reason ?? ''}. Nothing is written meanwhile.</p>
${problems.slice(0, 20).map(({ message, source }) => html`<p>${source ? `${source.file}:${source.line}:${source.column}: ` : ''}${message}</p>`)}</div>`;
}

function searchForm({ clusters }: ControllerView, { text, state, cluster }: Selection): Html {
  const option = (value: string, shown: string, selected: string) =>
    value === selected
      ? html`<option value="${value}" selected>${shown}</option>`
      : html`<option value="${value}">${shown}</option>`;
  return html`<form method="get" action="/" role="search">
<div><label for="q">Connector</label><input id="q" name="q" type="search" value="${text}"></div>
<div><label for="state">State</label><select id="state" name="state">${option('', 'all', state)}${urgencies.map((one) => option(one, one, state))}</select></div>
<div><label for="cluster">Cluster</label><select id="cluster" name="cluster">${option('', 'all', cluster)}${clusters.map((one) => option(one.cluster, one.cluster, cluster))}</select></div>
<button type="submit">Search</button>
</form>`;
}

function clusterSection(
  cluster: ControlledClusterView,
  all: readonly ListedConnector[],
  selection: Selection,
): Html {
  const { now } = selection;
  const found = all.filter((one) => isSelected(one, selection));
  const urgent = found.filter(({ urgency }) => urgency !== 'healthy' && urgency !== 'suspended');
  const calm = found.filter(({ urgency }) => urgency === 'healthy' || urgency === 'suspended');
  const restarts = new Map(cluster.restarts.map((one) => [one.name, one]));
  const isSearch = selection.text !== '' || selection.state !== '';
  const [run] = cluster.runs;
  return html`<section aria-label="Cluster ${cluster.cluster}">
<h2>${cluster.cluster}</h2>
<ul class="facts">${urgencies.map((one) => fact(one, all))}${when(cluster.workerVersion !== null, () => html`<li>Kafka Connect ${cluster.workerVersion ?? ''}</li>`)}</ul>
${when(run !== undefined, () => html`<p>Last run: ${describeRun(run)}, ${timeElement(run?.startedAt ?? '', now)}${when(run?.reason != null, () => html`: ${run?.reason ?? ''}`)}</p>`)}
${when(cluster.failedRuns > 0, () => html`<p class="banner" role="status">The last ${cluster.failedRuns} runs failed. What is shown is from ${cluster.lastSuccessAt === null ? html`no reading yet` : timeElement(cluster.lastSuccessAt, now)}.</p>`)}
${urgent.slice(0, mostArticles).map((one) => connectorArticle(one, restarts.get(one.name), now))}
${when(urgent.length > mostArticles, () => html`<p>and ${urgent.length - mostArticles} more: search for them.</p>`)}
${when(isSearch && found.length === 0, () => html`<p>No connector of this cluster is found.</p>`)}
${when(calm.length > 0, () => calmTable(calm, isSearch))}
${runTable(cluster.runs, now)}
</section>`;
}

function isSelected({ name, urgency }: ListedConnector, { text, state }: Selection): boolean {
  return name.toLowerCase().includes(text.toLowerCase()) && (state === '' || urgency === state);
}

function fact(urgency: string, all: readonly ListedConnector[]): Html {
  const number = all.filter((one) => one.urgency === urgency).length;
  return when(number > 0, () => html`<li><strong>${number}</strong> ${urgency}</li>`);
}

function calmTable(calm: readonly ListedConnector[], isOpen: boolean): Html {
  const rows = calm.map(
    ({ name, status }) =>
      html`<tr><th scope="row">${name}</th><td>${status ? healthText(status.health) : ''}</td></tr>
`,
  );
  const title = `${calm.length} in order`;
  const table = html`<table><thead><tr><th scope="col">Connector</th><th scope="col">Health</th></tr></thead><tbody>${rows}</tbody></table>`;
  return isOpen
    ? html`<details open><summary>${title}</summary>${table}</details>`
    : html`<details><summary>${title}</summary>${table}</details>`;
}

function runTable(runs: readonly RunView[], now: number): Html {
  if (runs.length === 0) return html`<p>Not run yet.</p>`;
  const rows = runs.map(
    (run) =>
      html`<tr><th scope="row">${timeElement(run.startedAt, now)}</th><td>${describeRun(run)}</td><td>${run.trigger}</td><td>${run.reason ?? ''}</td></tr>
`,
  );
  return html`<details><summary>${runs.length === 1 ? 'Last run' : `Last ${runs.length} runs`}</summary><table><thead><tr><th scope="col">Started</th><th scope="col">Outcome</th><th scope="col">Trigger</th><th scope="col">Reason</th></tr></thead><tbody>${rows}</tbody></table></details>`;
}

function describeRun(run: RunView | undefined): string {
  if (!run) return '';
  const changed = Object.entries(run.counts).flatMap(([kind, number]) =>
    number > 0 ? [`${number} ${kind}`] : [],
  );
  return [run.outcome, ...changed, `in ${formatDuration(run.milliseconds)}`].join(', ');
}
