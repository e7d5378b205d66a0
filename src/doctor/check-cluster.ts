import { withoutCredentials } from '../desired/cluster-url.ts';
import { resolveConnectors } from '../desired/resolve-connectors.ts';
import { assessMembers, type Member, readMembersOf } from '../inspect/members.ts';
import type { DesiredConnector } from '../model/desired-connector.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { CheckGroupView, CheckView } from '../model/doctor-view.ts';
import type { Ports } from '../model/ports.ts';
import { toPrintableLine } from '../model/printable.ts';
import { clusterLabel } from '../model/project.ts';
import type { Project } from '../project/load-project.ts';
import { readUrlPaths } from '../project/read-url-paths.ts';
import { type ClusterContext, resolveTarget } from '../project/resolve-clusters.ts';
import { failed, ok, skipped } from './check.ts';
import { checkPermissions } from './check-permissions.ts';
import { checkPlugins } from './check-plugins.ts';
import { checkProblems, isAboutVariables } from './check-problems.ts';
import { checkWorker } from './check-worker.ts';
import { readWorkers, type WorkerReading } from './read-worker.ts';

/** One cluster: its settings, the worker at each URL, whether they belong together, plugins and permissions. */
export async function checkCluster(project: Project, name: string, ports: Ports): Promise<CheckGroupView> {
  const { target, vars, ownership, diagnostics } = await resolveTarget(project, name);
  const { scrub } = project;
  if (!target) {
    return {
      about: 'cluster',
      name: toPrintableLine(scrub(withoutCredentials(name))),
      checks: [
        ...checkSettings(diagnostics, undefined, project),
        skipped('url', 'not contacted: the settings of the cluster have errors'),
      ],
    };
  }
  const context = { project, target, label: clusterLabel(target), vars, ownership };
  const resolve = (unsetEnvironment: 'error' | 'warning') =>
    resolveConnectors(project.files, { name: target.name, vars, ownership }, { unsetEnvironment });
  const found = resolve('error');
  for (const secret of found.secrets) project.secrets.learn(secret);
  const settings = checkSettings(diagnostics, found.diagnostics, project);
  // A connector whose secret is not set needs its plugin all the same.
  const contacted = await checkWorkers(context, resolve('warning').connectors, ports);
  return { about: 'cluster', name: toPrintableLine(context.label), checks: [...settings, ...contacted] };
}

function checkSettings(
  settings: readonly Diagnostic[],
  /** Undefined where the connectors were not resolved. */
  ofConnectors: readonly Diagnostic[] | undefined,
  { scrub }: Project,
): readonly CheckView[] {
  const connectors = ofConnectors ?? [];
  const ofVariables = [...settings, ...connectors].filter(isAboutVariables);
  const isKnown = ofConnectors !== undefined;
  return [
    ...checkProblems(
      'settings',
      settings.filter((one) => !isAboutVariables(one)),
      scrub,
    ),
    ...checkProblems('secrets', ofVariables, scrub),
    ...(isKnown && ofVariables.length === 0
      ? [ok('secrets', 'every variable that the files refer to is set')]
      : []),
    ...checkProblems(
      'connector-files',
      connectors.filter((one) => !isAboutVariables(one)),
      scrub,
    ),
  ];
}

async function checkWorkers(
  context: ClusterContext,
  desired: readonly DesiredConnector[],
  ports: Ports,
): Promise<readonly CheckView[]> {
  const paths = await readUrlPaths(context, ports);
  const readings = await readWorkers(context, paths, ports);
  const now = ports.clock.wallTime();
  return [
    ...readings.flatMap((reading) => checkWorker(reading, context, now)),
    ...(await checkIdentity(context, readings, ports)),
    ...checkPlugins(desired, readings),
    ...(await checkPermissions(context, { desired, readings }, ports)),
  ];
}

async function checkIdentity(
  context: ClusterContext,
  readings: readonly WorkerReading[],
  ports: Ports,
): Promise<readonly CheckView[]> {
  const members = readings.map((reading) => memberOf(reading, context));
  const { kafkaClusterId } = context.target;
  const first = assessMembers(members, kafkaClusterId);
  const ids = [...new Set(members.flatMap(({ view }) => ('problem' in view ? [] : [view.kafkaClusterId])))];
  return [
    checkKafkaCluster(context, ids),
    ...(members.length === 1 ? [] : [await checkGroup(context, first, ports)]),
  ];
}

function memberOf({ url, worker, names }: WorkerReading, { project: { scrub } }: ClusterContext): Member {
  if (worker.kind === 'failed') return { view: { url, problem: worker.failure.brief }, names: undefined };
  const { versionText, commit, kafkaClusterId } = worker.value;
  const id = kafkaClusterId === undefined ? null : scrub(kafkaClusterId);
  return {
    view: { url, workerVersion: versionText, commit, kafkaClusterId: id, health: null },
    names: names?.kind === 'read' ? names.value : undefined,
  };
}

function checkKafkaCluster(
  { target: { kafkaClusterId, name } }: ClusterContext,
  ids: readonly (string | null)[],
): CheckView {
  const [id] = ids;
  if (id === undefined) return skipped('kafka-cluster', 'not known: no worker could be read');
  const shown = ids.map((one) => one ?? 'without an id').join(', ');
  const wrong = ids.filter((one) => one !== kafkaClusterId);
  if (kafkaClusterId !== undefined && wrong.length > 0)
    return failed(
      'kafka-cluster',
      `${wrong.join(', ')}, but the project file declares kafkaClusterId ${kafkaClusterId}`,
      'check the URL and what is behind it; correct kafkaClusterId only if this is the cluster you mean',
    );
  if (kafkaClusterId !== undefined) return ok('kafka-cluster', `${shown}, as the project file declares`);
  if (name === undefined || id === null) return ok('kafka-cluster', shown);
  return ok('kafka-cluster', `${shown} (the project file can declare it: kafkaClusterId: ${id})`);
}

async function checkGroup(
  context: ClusterContext,
  first: ReturnType<typeof assessMembers>,
  ports: Ports,
): Promise<CheckView> {
  // A connector that is being created or deleted may show on one worker before the other: `cluster` reads twice.
  const { sameCluster, findings } = first.sameCluster === false ? await readMembersOf(context, ports) : first;
  if (sameCluster === true) return ok('one-cluster', 'all URLs belong to one cluster');
  if (sameCluster === null) return skipped('one-cluster', 'not known: not every worker could be read');
  return failed(
    'one-cluster',
    findings.filter((finding) => !finding.includes('kafkaClusterId')).join('; '),
    'give only URLs of workers with the same group.id; connect-sync cluster compares them',
  );
}
