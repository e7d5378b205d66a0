import type { LoadedSnapshots } from '../../desired/load-snapshots.ts';
import { type LastCommit, readLastCommit } from '../../git/last-commit.ts';
import type { Clock } from '../../model/clock.ts';
import { compareText } from '../../model/config.ts';
import type {
  SnapshotAge,
  SnapshotReport,
  UncheckedPlugin,
  UsedSnapshot,
} from '../../model/snapshot-report.ts';
import type { PluginCheck } from '../../plugins/check-config.ts';

/** What a report is about. */
interface Reported {
  readonly directory: string;
  readonly loaded: LoadedSnapshots;
  readonly cluster: string | undefined;
  readonly connectors: readonly PluginCheck[];
  readonly clock: Pick<Clock, 'wallTime'>;
}

/** With which snapshots the connectors of a cluster were checked, how old these are, and what is not described. */
export async function reportSnapshots(reported: Reported): Promise<SnapshotReport> {
  const { directory, loaded, cluster, connectors, clock } = reported;
  const document = loaded.clusters.get(cluster ?? '');
  const used = usedIn(reported);
  const files = [...used.map(({ file }) => file), loaded.clusterFiles.get(cluster ?? '') ?? []].flat();
  return {
    cluster: cluster ?? null,
    kafkaConnect: document?.kafkaConnect ?? null,
    age: ageOf(await readLastCommit(directory, files), clock.wallTime()),
    used,
    unchecked: uncheckedIn(connectors),
  };
}

function usedIn({ loaded, connectors }: Reported): readonly UsedSnapshot[] {
  const used = new Set(connectors.flatMap(({ defined }) => defined.plugins));
  return loaded.snapshots
    .filter(({ snapshot }) => used.has(snapshot))
    .map(({ snapshot, file }) => ({ class: snapshot.className, version: snapshot.version ?? null, file }));
}

const dayMilliseconds = 86_400_000;

function ageOf(commit: LastCommit, now: number): SnapshotAge {
  if (commit.kind !== 'committed') return { state: commit.kind, committed: null, days: null };
  return {
    state: 'committed',
    committed: commit.date,
    days: Math.max(0, Math.floor((now - commit.at) / dayMilliseconds)),
  };
}

/** Without those that are not installed, which are problems of their own. */
function uncheckedIn(connectors: readonly PluginCheck[]): readonly UncheckedPlugin[] {
  const found = new Map<string, UncheckedPlugin>();
  for (const { defined, findings } of connectors) {
    const missing = findings.flatMap(({ code, args }) =>
      code === 'unlisted-plugin' ? [args['className']] : [],
    );
    const classes = new Map(defined.undescribed.map(({ className, kind }) => [className, kind]));
    for (const [className, kind] of classes) {
      if (className.includes('${') || missing.includes(className)) continue;
      const connectorsBefore = found.get(className)?.connectors ?? 0;
      found.set(className, { class: className, kind, connectors: connectorsBefore + 1 });
    }
  }
  return [...found.values()].sort((one, other) => compareText(one.class, other.class));
}
