import type { ControllerView, SourceView } from '../../model/controller-view.ts';
import { count } from '../../model/count.ts';
import { typedDuration } from '../../model/duration.ts';
import { clusterOverview } from './cluster-overview.ts';
import { clusterSection, problemItems, type ShownCluster } from './cluster-section.ts';
import { controllerStyle } from './controller-style.ts';
import { type Html, html } from './html.ts';
import { countTexts, type ListedConnector, listConnectors, urgencies } from './listed-connectors.ts';
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
}

/** The state of a controller as a page that needs no script, and asks for nothing else. */
export function renderControllerPage(view: ControllerView, { query, now }: ControllerPageOptions): string {
  const parameters = new URLSearchParams(query);
  const selection: Selection = {
    text: parameters.get('q') ?? '',
    state: parameters.get('state') ?? '',
    cluster: parameters.get('cluster') ?? '',
  };
  const all = shownClusters(view, selection);
  const shown = all.filter(
    ({ cluster }) => selection.cluster === '' || cluster.cluster === selection.cluster,
  );
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${stateText(all, view)} – connect-sync</title>
<style>${{ html: controllerStyle }}</style>
</head>
<body>
<header>
<h1>connect-sync: ${stateText(all, view)}</h1>
${facts(view, now)}
${leadershipBanner(view)}${sourceBanner(view.source, now)}
</header>
<main>
${searchForm(view, selection)}
${clusterOverview(shown, now)}
${shown.map((one) => clusterSection(one, now))}
${shown.length === 0 ? html`<p>No cluster to show.</p>` : html``}
</main>
<footer><p>Read-only, as of ${timeElement(new Date(now).toISOString(), now)}. <a href="${query === '' ? '/' : `/?${query}`}">Reload</a>, <a href="/">show all</a>, <a href="/api/status">JSON</a>, <a href="/metrics">metrics</a></p></footer>
</body>
</html>
`;
  return page.html;
}

function shownClusters({ clusters }: ControllerView, selection: Selection): readonly ShownCluster[] {
  return clusters.map((cluster, index) => {
    const all = listConnectors(cluster);
    const isSearch = selection.text !== '' || selection.state !== '';
    const found = all.filter((one) => isSelected(one, selection));
    return { cluster, id: `cluster-${index + 1}`, all, found, isSearch };
  });
}

function isSelected(connector: ListedConnector, { text, state }: Selection): boolean {
  const isNamed = connector.name.toLowerCase().includes(text.trim().toLowerCase());
  return isNamed && (state === '' || connector.urgencies.some((one) => one === state));
}

/** The state in a few words, the worst first: it is what a tab of a browser shows. */
function stateText(clusters: readonly ShownCluster[], { leadership, source }: ControllerView): string {
  const failing = clusters.filter(({ cluster }) => cluster.failedRuns > 0);
  const blocked = clusters.filter(({ cluster }) => cluster.runs[0]?.outcome === 'blocked');
  const unread = clusters.filter(({ cluster }) => cluster.status === null);
  const parts = [
    ...(source.state === 'current' ? [] : [`files ${source.state}`]),
    ...countTexts(
      ['failed', 'held', 'differs'],
      clusters.flatMap(({ all }) => all),
    ),
    ...(blocked.length === 0 ? [] : [`${count(blocked.length, 'plan')} blocked`]),
    ...(failing.length === 1 ? [`runs on ${failing[0]?.cluster.cluster} fail`] : []),
    ...(failing.length > 1 ? [`runs on ${failing.length} clusters fail`] : []),
  ];
  if (!leadership.isActive) return ['standby', ...parts].join(', ');
  if (parts.length > 0) return parts.join(', ');
  return unread.length > 0 ? 'not all read yet' : 'all in sync';
}

const modeTexts = {
  observe: 'observe: it never writes',
  apply: 'apply: it writes what changes in the files',
  heal: 'heal: it also corrects drift and restarts what FAILED',
} as const satisfies Record<ControllerView['mode'], string>;

function facts(view: ControllerView, now: number): Html {
  const { leadership, source, mode, intervalMilliseconds, startedAt, connectSyncVersion } = view;
  const since =
    source.revisionSince === null ? html`` : html` since ${timeElement(source.revisionSince, now)}`;
  const role =
    leadership.kind === 'none'
      ? html``
      : html`<li>${leadership.isActive ? 'Active' : 'Standby'} replica (${leadership.kind})</li>`;
  return html`<ul class="facts"><li>Mode ${modeTexts[mode]}</li><li>Every ${typedDuration(intervalMilliseconds)}</li>${role}<li>Files ${source.directory}, revision ${source.revision ?? 'none yet'}${since}</li><li>Started ${timeElement(startedAt, now)}</li><li>Version ${connectSyncVersion}</li></ul>`;
}

function leadershipBanner({ leadership }: ControllerView): Html {
  if (leadership.isActive) return html``;
  const holder = leadership.holder === null ? '' : ` The active one is ${leadership.holder}.`;
  return html`<p class="banner calm">This replica is on standby and reads no cluster.${holder}</p>`;
}

function sourceBanner({ state, reason, failingSince, problems }: SourceView, now: number): Html {
  if (state === 'current') return html``;
  const since = failingSince === null ? html`` : html` since ${timeElement(failingSince, now)}`;
  return html`<div class="banner"><p><strong>Files ${state}</strong>${since}${reason === null ? '' : `: ${reason}`}. Nothing is written until they are read again.</p>
${problems.length === 0 ? html`` : html`<ul>${problemItems(problems)}</ul>`}</div>`;
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
