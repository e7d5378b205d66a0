import type { ClusterMemberView, ClusterPageView } from '../inspect/members.ts';
import { toPrintableLine, toPrintableLines } from '../model/printable.ts';
import { type Colors, colorsFor } from './colors.ts';
import { alignColumns } from './table.ts';

/** The worker at each URL: version, health, and any sign that the URLs belong to different clusters. */
export function renderClusterPage(view: ClusterPageView, options: { readonly color: boolean }): string {
  const colors = colorsFor(options);
  const { members, sameCluster, findings, cluster } = view;
  const rows = alignColumns(members.map(cellsOf));
  const lines = rows.map((line, index) => `  ${paint(line, members[index], colors)}`);
  const warnings = findings.map((line) => `  ${colors.yellow(`warning: ${toPrintableLine(line)}`)}`);
  const verdict =
    sameCluster === true ? ['  all URLs belong to one cluster: same Kafka cluster, same connectors'] : [];
  // A cluster without a name is identified by its URL, which is not repeated.
  const isNamed = members.length !== 1 || members[0]?.url !== cluster;
  const heading = isNamed ? [colors.bold(toPrintableLine(cluster))] : [];
  return `${[...heading, ...lines, ...verdict, ...warnings].join('\n')}\n`;
}

function cellsOf(member: ClusterMemberView): string[] {
  const url = toPrintableLine(member.url);
  if ('problem' in member)
    return [
      url,
      toPrintableLines(member.problem)
        .map((line) => line.trim())
        .join('; '),
    ];
  const { workerVersion, commit, kafkaClusterId, health } = member;
  const kafka = kafkaClusterId === null ? 'no Kafka cluster id' : `Kafka cluster ${kafkaClusterId}`;
  return [
    ...[url, `Kafka Connect ${workerVersion}`, `commit ${commit}`, kafka].map(toPrintableLine),
    ...(health ? [toPrintableLine(health.status)] : []),
  ];
}

function paint(line: string, member: ClusterMemberView | undefined, colors: Colors): string {
  if (!member) return line;
  if ('problem' in member) return colors.red(line);
  return member.health && member.health.status !== 'healthy' ? colors.yellow(line) : line;
}
