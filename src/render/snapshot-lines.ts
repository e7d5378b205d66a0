import { count, withMore } from '../model/count.ts';
import type { SnapshotAge, SnapshotReport, UncheckedPlugin } from '../model/snapshot-report.ts';

/** With which plugin snapshots the connectors of a cluster were checked, and how old they are. */
export function snapshotLine({ cluster, kafkaConnect, age, used }: SnapshotReport): string {
  const words = [
    kafkaConnect === null ? undefined : `Kafka Connect ${kafkaConnect}`,
    ageWords(age),
    count(used.length, 'plugin'),
  ].filter((one) => one !== undefined);
  const of = cluster === null ? '' : ` of ${cluster}`;
  return `Checked with the plugin snapshots${of} (${words.join(', ')}).`;
}

/** Which plugins have no snapshot; undefined: all have one. */
export function uncheckedLine({ cluster, unchecked }: SnapshotReport): string | undefined {
  if (unchecked.length === 0) return undefined;
  const connectors = unchecked.filter(({ kind }) => kind === 'connector');
  const others = unchecked.filter(({ kind }) => kind !== 'connector');
  const number = connectors.reduce((sum, one) => sum + one.connectors, 0);
  const parts = [
    connectors.length > 0 ? `${count(number, 'connector')} (${classesOf(connectors)})` : undefined,
    others.length > 0 ? `${count(others.length, 'other plugin')} (${classesOf(others)})` : undefined,
  ].filter((one) => one !== undefined);
  const of = cluster === null ? '' : ` of ${cluster}`;
  return `Not checked (no plugin snapshot${of}): ${parts.join(', ')}.`;
}

function ageWords({ state, days }: SnapshotAge): string | undefined {
  if (state === 'changed') return 'changes not committed';
  if (days === null) return undefined;
  if (days === 0) return 'committed today';
  return days === 1 ? 'committed yesterday' : `committed ${count(days, 'day')} ago`;
}

const mostClasses = 5;

function classesOf(plugins: readonly UncheckedPlugin[]): string {
  const classes = plugins.map((plugin) => plugin.class);
  const shown = classes.length <= mostClasses ? classes : classes.slice(0, mostClasses - 1);
  return withMore(shown, classes.length);
}
