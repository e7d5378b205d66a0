import type { ClusterMemberView, ClusterPageView } from '../model/cluster-page-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import { type Colors, colorsFor } from './colors.ts';
import { alignColumns } from './table.ts';

/** Who answers at each URL of a cluster; members that disagree are named, since they cannot be one cluster. */
export function renderClusterPage(view: ClusterPageView, options: { readonly color: boolean }): string {
  const colors = colorsFor(options);
  const rows = alignColumns(view.members.map(cellsOf));
  const lines = rows.map((line, index) => `  ${paint(line, view.members[index], colors)}`);
  const warnings = disagreements(view.members).map((line) => `  ${colors.yellow(line)}`);
  // A cluster without a name is called by its URL, which need not be said twice.
  const isNamed = view.members.length !== 1 || view.members[0]?.url !== view.cluster;
  const heading = isNamed ? [colors.bold(toPrintableLine(view.cluster))] : [];
  return `${[...heading, ...lines, ...warnings].join('\n')}\n`;
}

function cellsOf(member: ClusterMemberView): string[] {
  const url = toPrintableLine(member.url);
  if ('problem' in member) return [url, toPrintableLine(member.problem)];
  const { workerVersion, commit, kafkaClusterId } = member;
  const kafka = kafkaClusterId === null ? 'no Kafka cluster id' : `Kafka cluster ${kafkaClusterId}`;
  return [url, `Kafka Connect ${workerVersion}`, `commit ${commit}`, kafka].map(toPrintableLine);
}

function paint(line: string, member: ClusterMemberView | undefined, colors: Colors): string {
  return member && 'problem' in member ? colors.red(line) : line;
}

function disagreements(members: readonly ClusterMemberView[]): string[] {
  const answers = members.flatMap((member) => ('problem' in member ? [] : [member]));
  const clusters = new Set(answers.flatMap((member) => member.kafkaClusterId ?? []));
  const versions = new Set(answers.map((member) => member.workerVersion));
  return [
    ...(clusters.size > 1 ? ['warning: these URLs belong to different Kafka clusters'] : []),
    ...(versions.size > 1 ? ['warning: these workers are of different versions'] : []),
  ];
}
