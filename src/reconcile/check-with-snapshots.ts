import { type LoadedSnapshots, pluginSetOf } from '../desired/load-snapshots.ts';
import type { Clock } from '../model/clock.ts';
import type { PresentConnector } from '../model/desired-connector.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SnapshotReport } from '../model/snapshot-report.ts';
import { checkConfig, type PluginCheck } from '../plugins/check-config.ts';
import type { Project } from '../project/load-project.ts';
import { loadProjectSnapshots } from '../project/project-snapshots.ts';
import type { OfflineCluster } from '../project/resolve-offline.ts';
import { mergeFindings } from './snapshots/merge-findings.ts';
import { PasswordLines } from './snapshots/password-lines.ts';
import { reportSnapshots } from './snapshots/report-snapshots.ts';

/** What the plugin snapshots of a project show about its connectors. */
export interface SnapshotCheck {
  /** Problems of the connectors, and of snapshots that cannot be used. */
  readonly findings: readonly Diagnostic[];
  /** One for each cluster; empty if the project has no snapshots. */
  readonly reports: readonly SnapshotReport[];
  /** Diagnostics whose lines do not show what the snapshots call a PASSWORD. */
  readonly hidePasswords: (diagnostics: readonly Diagnostic[]) => readonly Diagnostic[];
  /** The keys that the snapshots call a PASSWORD, by cluster and connector. */
  readonly passwordKeys: ReadonlyMap<OfflineCluster, ReadonlyMap<string, ReadonlySet<string>>>;
}

/** A connector on one cluster, and what the snapshots show about it. */
export interface CheckedConnector extends PluginCheck {
  readonly connector: PresentConnector;
}

/**
 * Checks the connectors of each cluster with the plugin snapshots that the project keeps in `.connect-sync/plugins`.
 * Nothing is contacted. Passwords that only the snapshots know as such become known secrets.
 */
export async function checkWithSnapshots(
  project: Project,
  clusters: readonly OfflineCluster[],
  clock: Pick<Clock, 'wallTime'>,
): Promise<SnapshotCheck> {
  const { directory } = project.input;
  const loaded = await loadProjectSnapshots(project);
  const checked = clusters.map((cluster) => ({ cluster, connectors: checkCluster(loaded, cluster) }));
  const all = checked.flatMap(({ connectors }) => connectors);
  const lines = new PasswordLines();
  for (const { connector, defined } of all)
    for (const password of lines.add(connector, defined)) project.secrets.learnConfigured(password);
  const reports = hasSnapshots(loaded)
    ? await Promise.all(
        checked.map(({ cluster, connectors }) =>
          reportSnapshots({ directory, loaded, clock, connectors, cluster: cluster.clusterName }),
        ),
      )
    : [];
  return {
    findings: [...loaded.diagnostics, ...mergeFindings(all)],
    reports,
    hidePasswords: (diagnostics) => lines.hideIn(diagnostics),
    passwordKeys: new Map(checked.map(({ cluster, connectors }) => [cluster, passwordsIn(connectors)])),
  };
}

function passwordsIn(connectors: readonly CheckedConnector[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    connectors.map(({ connector, defined }) => {
      const isPassword = (key: string) => defined.keys.get(key)?.definition.type === 'PASSWORD';
      return [connector.name, new Set([...connector.config.keys()].filter(isPassword))];
    }),
  );
}

function hasSnapshots({ snapshots, clusters }: LoadedSnapshots): boolean {
  return snapshots.length > 0 || clusters.size > 0;
}

function checkCluster(
  loaded: LoadedSnapshots,
  { clusterName, desired }: OfflineCluster,
): readonly CheckedConnector[] {
  if (!hasSnapshots(loaded)) return [];
  const set = pluginSetOf(loaded, clusterName);
  return desired.connectors.flatMap((connector) => {
    if (connector.kind !== 'present') return [];
    const { findings, defined } = checkConfig(connector, set);
    return [{ connector, defined, findings: findings.map((finding) => withCluster(finding, clusterName)) }];
  });
}

/** For a command in its hint. */
function withCluster(finding: Diagnostic, cluster: string | undefined): Diagnostic {
  return finding.code === 'unlisted-plugin' ? { ...finding, args: { ...finding.args, cluster } } : finding;
}
