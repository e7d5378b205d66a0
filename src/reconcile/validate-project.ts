import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { Config } from '../model/config.ts';
import type { DesiredConnector } from '../model/desired-connector.ts';
import { type Diagnostic, distinctDiagnostics, hasErrors } from '../model/diagnostic.ts';
import type { ConnectSyncError } from '../model/error.ts';
import type { DiagnosticView } from '../model/plan-view.ts';
import type { Ports } from '../model/ports.ts';
import { makeRedactor } from '../model/redaction/redactor.ts';
import { viewDiagnostics } from '../model/redaction/view-diagnostics.ts';
import type { SnapshotReport } from '../model/snapshot-report.ts';
import { withoutRepeatedWarnings } from '../plan/assess-validation.ts';
import { isPolicyFinding } from '../plan/plan-verdict.ts';
import { findSuspensionProblems } from '../plan/why-left-alone.ts';
import { type ClusterChoice, isClusterNamed } from '../project/choose-clusters.ts';
import { applyStrict, type Project, type ProjectInput } from '../project/load-project.ts';
import { onEachCluster } from '../project/on-each-cluster.ts';
import { readMissingPasswordKeys } from '../project/password-keys.ts';
import { checkIdentity } from '../project/read-cluster.ts';
import {
  type DesiredCluster,
  declaredClusters,
  resolveAliases,
  resolveClusters,
} from '../project/resolve-clusters.ts';
import { resolveOffline } from '../project/resolve-offline.ts';
import { checkOffline } from './check-offline.ts';
import { checkDesired } from './check-policies.ts';
import { loadWithPolicies } from './compiled-policies.ts';
import { selectFiles } from './select-files.ts';
import { validateDesired } from './validate-configs.ts';

/** What to validate: a project and, where clusters are named, its configurations on their workers. */
export interface ValidateInput {
  readonly project: ProjectInput;
  readonly clusters: ClusterChoice;
  /** Files, folders or globs whose connectors the workers validate; empty: all. */
  readonly files?: readonly string[];
}

/** The result of a validation. */
export interface ProjectValidation {
  readonly isValid: boolean;
  /** Whether policies deny it, and nothing else is wrong. */
  readonly isDenied: boolean;
  /** Errors and warnings. */
  readonly diagnostics: readonly DiagnosticView[];
  /** How many files were read. */
  readonly files: number;
  /** The labels of the clusters whose workers validated the configurations; undefined: no cluster was named. */
  readonly validatedOn: readonly string[] | undefined;
  /** The names of the clusters that the project declares. */
  readonly declared: readonly string[];
  /** Why clusters could not be read. */
  readonly unread: readonly ConnectSyncError[];
  /** The plugin snapshots that were used, by cluster; empty: the project has none, or a cluster was named. */
  readonly snapshots: readonly SnapshotReport[];
}

/**
 * Validates the files of a project, and where a cluster is named, has its worker validate each configuration with the
 * validation of its plugin. Writes nothing.
 *
 * @throws InvalidInputError where a cluster is named and the files have errors: then nothing is contacted
 * @throws ConnectSyncError (usage) where the choice of clusters is wrong
 */
export async function validateProject(input: ValidateInput, ports: Ports): Promise<ProjectValidation> {
  const project = await loadWithPolicies(input.project);
  return isClusterNamed(input.clusters)
    ? validateOnClusters(project, input, ports)
    : validateFiles(project, input.clusters, ports);
}

/** Without a cluster: the files, and the configurations as far as plugin snapshots describe them. */
async function validateFiles(
  project: Project,
  choice: ClusterChoice,
  { clock }: Ports,
): Promise<ProjectValidation> {
  // Loaded on demand: a plan checks with the cluster.
  const { checkWithSnapshots } = await import('./check-with-snapshots.ts');
  const { collisionsOfFiles } = await import('./find-collisions.ts');
  const clusters = resolveOffline(project, choice, 'all');
  const problems = clusters.flatMap(({ desired }) => [...desired.diagnostics, ...desired.unclearAliases]);
  const collisions = collisionsOfFiles(clusters.map(({ desired }) => desired.connectors));
  const checked = await checkWithSnapshots(project, clusters, clock);
  const denied = await checkOffline(project, clusters, {
    now: clock.wallTime(),
    passwordKeys: checked.passwordKeys,
  });
  const suspensions = clusters.flatMap(({ desired }) =>
    findSuspensionProblems(desired.connectors, clock.wallTime()),
  );
  const found = [
    ...[...project.files.diagnostics, ...problems, ...suspensions, ...collisions],
    ...[...checked.findings, ...denied],
  ];
  return conclude(project, checked.hidePasswords(found), {
    validatedOn: undefined,
    unread: [],
    snapshots: checked.reports,
  });
}

async function validateOnClusters(
  project: Project,
  { clusters: choice, files = [] }: ValidateInput,
  ports: Ports,
): Promise<ProjectValidation> {
  const clusters = await resolveClusters(project, choice);
  const results = await onEachCluster(clusters, ports, (connection, cluster) =>
    validateOnCluster(connection, cluster, { files, now: ports.clock.wallTime() }),
  );
  const found = results.flatMap((one) => (one.ok ? one.value : []));
  return conclude(project, [...clusters.flatMap(({ warnings }) => warnings), ...found], {
    // Credentials that may only read are not allowed to validate.
    validatedOn: results.flatMap((one) =>
      one.ok && !one.value.some(({ code }) => code === 'validation-denied') ? [one.cluster] : [],
    ),
    unread: results.flatMap((one) => (one.ok ? [] : [one.error])),
    snapshots: [],
  });
}

function conclude(
  project: Project,
  problems: readonly Diagnostic[],
  rest: Pick<ProjectValidation, 'validatedOn' | 'unread' | 'snapshots'>,
): ProjectValidation {
  const diagnostics = applyStrict(project, withoutRepeatedWarnings(distinctDiagnostics(problems)));
  return {
    isValid: !hasErrors(diagnostics),
    isDenied: hasErrors(diagnostics) && !hasErrors(diagnostics.filter((one) => !isPolicyFinding(one))),
    diagnostics: viewDiagnostics(diagnostics, project.scrub),
    files: project.files.files,
    declared: declaredClusters(project),
    ...rest,
  };
}

async function validateOnCluster(
  connection: ConnectCluster,
  declared: DesiredCluster,
  { files, now }: { readonly files: readonly string[]; readonly now: number },
): Promise<readonly Diagnostic[]> {
  const { label, target, project } = declared;
  const selected = selectFiles(declared, files);
  const worker = await connection.readWorker();
  checkIdentity(worker, { label, kafkaClusterId: target.kafkaClusterId });
  const cluster = await withAliases(connection, declared);
  const desired = cluster.desired.connectors.filter(({ name }) => selected?.has(name) ?? true);
  const validated = await validateDesired(connection, desired);
  const configs = configsOf(desired);
  const { passwordKeys } = await readMissingPasswordKeys(connection, worker, {
    configs: [...configs.values()],
    validations: [...validated.validations].flatMap(([name, validation]) => {
      const config = configs.get(name);
      return config ? [{ config, validation }] : [];
    }),
  });
  // Also for what it adds to the known secrets: a validation message may quote a value.
  const redactor = makeRedactor({ live: [], desired, passwordKeys, known: project.secrets });
  const denied = await checkDesired({
    ...{ project, label, now, connectors: desired, redactor: () => redactor },
    cluster: {
      name: target.name ?? '',
      version: worker.versionText,
      kafkaClusterId: worker.kafkaClusterId ?? '',
    },
  });
  const { warnings } = cluster;
  const { collisionsOfFiles } = await import('./find-collisions.ts');
  return [
    ...warnings.filter((warning) => !declared.warnings.includes(warning)),
    ...collisionsOfFiles([cluster.desired.connectors], { isSelected: (name) => selected?.has(name) ?? true }),
    ...findSuspensionProblems(desired, now),
    ...validated.findings,
    ...denied,
  ];
}

async function withAliases(connection: ConnectCluster, cluster: DesiredCluster): Promise<DesiredCluster> {
  return cluster.desired.needsClasses ? (await resolveAliases(connection, cluster)).cluster : cluster;
}

/** Configs by the names of connectors. */
function configsOf(desired: readonly DesiredConnector[]): ReadonlyMap<string, Config> {
  return new Map(
    desired.flatMap((connector) =>
      connector.kind === 'present' ? [[connector.name, connector.config] as const] : [],
    ),
  );
}
