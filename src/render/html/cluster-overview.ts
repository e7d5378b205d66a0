import { grouped } from '../../model/count.ts';
import type { ShownCluster } from './cluster-section.ts';
import { type Html, html } from './html.ts';
import { numberOf } from './listed-connectors.ts';
import { timeElement } from './time-element.ts';

/** A row for each cluster, with a link to its section; nothing where there is one cluster. */
export function clusterOverview(clusters: readonly ShownCluster[], now: number): Html {
  if (clusters.length < 2) return html``;
  return html`<nav aria-labelledby="clusters"><h2 id="clusters">Clusters</h2>
<div class="wide" tabindex="0" role="region" aria-label="Overview of clusters"><table><thead><tr><th scope="col">Cluster</th><th scope="col">Held</th><th scope="col">Failed</th><th scope="col">Differ</th><th scope="col">Connectors</th><th scope="col">Last run</th></tr></thead><tbody>${clusters.map((one) => overviewRow(one, now))}</tbody></table></div></nav>
`;
}

function overviewRow({ cluster, id, all }: ShownCluster, now: number): Html {
  const [run] = cluster.runs;
  const number = (urgency: 'held' | 'failed' | 'differs') => {
    const found = numberOf(urgency, all);
    return found === 0 ? html`<td>0</td>` : html`<td><strong>${grouped(found)}</strong></td>`;
  };
  return html`<tr><th scope="row"><a href="#${id}">${cluster.cluster}</a></th>${number('held')}${number('failed')}${number('differs')}<td>${grouped(cluster.status?.connectors.length ?? 0)}</td><td>${run ? html`${run.outcome}, ${timeElement(run.startedAt, now)}` : html`not run yet`}</td></tr>
`;
}
