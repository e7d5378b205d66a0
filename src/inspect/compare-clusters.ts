import type { ComparisonView } from '../model/comparison-view.ts';
import { type Diagnostic, distinctDiagnostics, hasErrors } from '../model/diagnostic.ts';
import { ConnectSyncError, InvalidInputError } from '../model/error.ts';
import { nearestName } from '../model/nearest-name.ts';
import { makeRedactor } from '../model/redaction/redactor.ts';
import { viewDiagnostics } from '../model/redaction/view-diagnostics.ts';
import { formatSource } from '../model/source.ts';
import { chosenClusterNames } from '../project/choose-clusters.ts';
import { readDesiredKeyTypes } from '../project/desired-key-types.ts';
import { applyStrict, loadProject, type Project } from '../project/load-project.ts';
import { declaredClusters } from '../project/resolve-clusters.ts';
import { type OfflineCluster, resolveOneOffline } from '../project/resolve-offline.ts';
import { selectNames } from '../project/select-names.ts';
import { type WarningPorts, warn } from '../project/warnings.ts';
import { compareDesired, type DesiredSide } from './compare-desired.ts';
import type { InspectInput } from './read-clusters.ts';

/** Which two clusters to compare: the chosen one with `against`. */
export interface CompareInput extends InspectInput {
  readonly against: string;
  /** Names or globs of connectors on either cluster; empty means all. */
  readonly names: readonly string[];
}

/**
 * The differences between the desired states of two clusters. Secrets from the environment are not needed: a reference
 * without a value is compared as it is written.
 *
 * @throws ConnectSyncError `against-usage` unless exactly two declared clusters are named
 * @throws InvalidInputError with the errors in the files
 */
export async function compareClusters(input: CompareInput, ports: WarningPorts): Promise<ComparisonView> {
  const project = await loadProject(input.project);
  const clusters = twoClusters(project, input).map((name) => resolveOneOffline(project, name, 'warning'));
  const problems = [...project.files.diagnostics, ...clusters.flatMap((one) => one.desired.diagnostics)];
  const diagnostics = applyStrict(project, distinctDiagnostics(problems));
  if (hasErrors(diagnostics)) throw new InvalidInputError(diagnostics, project.files.files);
  const keyTypes = await readDesiredKeyTypes(project, { choice: input.clusters, clusters }, ports);
  const redactor = makeRedactor({
    live: [],
    desired: clusters.flatMap(({ desired }) => desired.connectors),
    passwordKeys: keyTypes.passwordKeys,
    known: project.secrets,
  });
  const [before, after] = sidesOf(clusters, input.names);
  const warnings: readonly Diagnostic[] = [...diagnostics, ...keyTypes.warnings];
  warn(project, ports, warnings);
  return {
    ...compareDesired(before, after, redactor),
    diagnostics: viewDiagnostics(warnings, project.scrub),
  };
}

function twoClusters(project: Project, { clusters, against }: CompareInput): readonly [string, string] {
  const declared = declaredClusters(project);
  const [first, second] = chosenClusterNames(clusters, declared);
  if (second !== undefined) throw usage('--against compares two clusters: name only one more with --cluster');
  for (const name of [first, against]) {
    if (declared.includes(name)) continue;
    const near = nearestName(name, declared);
    throw usage(
      `--against compares clusters of the project file, and it declares no "${name}"`,
      near === undefined ? undefined : `did you mean "${near}"?`,
    );
  }
  return [first, against];
}

function usage(message: string, hint?: string): ConnectSyncError {
  return new ConnectSyncError({ code: 'against-usage', message, hint, category: 'usage' });
}

/** A connector is selected on both clusters if it has a matching name on either. */
function sidesOf(
  clusters: readonly OfflineCluster[],
  patterns: readonly string[],
): readonly [DesiredSide, DesiredSide] {
  const all = clusters.flatMap(({ desired }) => desired.connectors);
  const names = all.map(({ name }) => name);
  const selected = new Set<string>(selectNames(patterns, names, 'in the files'));
  const places = new Set(
    all.filter(({ name }) => selected.has(name)).map(({ source }) => formatSource(source)),
  );
  const [before, after] = clusters.map(({ clusterName, desired }) => ({
    cluster: clusterName ?? '',
    connectors: desired.connectors.flatMap((one) =>
      one.kind === 'present' && places.has(formatSource(one.source)) ? [one] : [],
    ),
  }));
  if (!before || !after) throw new Error('a comparison needs two clusters');
  return [before, after];
}
