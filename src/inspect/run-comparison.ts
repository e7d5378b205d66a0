import { type ExitCode, exitCodes } from '../cli/exit-codes.ts';
import type { Host } from '../cli/host.ts';
import type { CommonOptions } from '../cli/options/project-options.ts';
import { reportDiagnostics } from '../cli/output/diagnostics.ts';
import { clusterChoice, portsOf, projectInput } from '../cli/project-input.ts';
import { refuseFormat } from '../cli/refuse-format.ts';
import { useColor } from '../cli/use-color.ts';
import { distinctDiagnostics, hasErrors } from '../model/diagnostic.ts';
import { ConnectSyncError, InvalidInputError } from '../model/error.ts';
import { nearestName } from '../model/nearest-name.ts';
import { toJson } from '../model/print-json.ts';
import { makeRedactor } from '../model/redaction/redactor.ts';
import { viewDiagnostics } from '../model/redaction/view-diagnostics.ts';
import { formatSource } from '../model/source.ts';
import { type ClusterChoice, chosenClusterNames } from '../project/choose-clusters.ts';
import { readDesiredKeyTypes } from '../project/desired-key-types.ts';
import { applyStrict, loadProject, type Project } from '../project/load-project.ts';
import { declaredClusters } from '../project/resolve-clusters.ts';
import { type OfflineCluster, resolveOneOffline } from '../project/resolve-offline.ts';
import { selectNames } from '../project/select-names.ts';
import { renderComparison, renderComparisonAsDiff } from '../render/comparison.ts';
import { compareClusters, type DesiredSide } from './compare-clusters.ts';

/**
 * `render --against`: what differs between the wishes for two clusters. Secrets of the environment need not be at
 * hand: without a value they are compared as they are written.
 *
 * @throws ConnectSyncError (usage) where not exactly two clusters of the project are named
 */
export async function runComparison(
  host: Host,
  options: CommonOptions & { readonly against: string },
  names: readonly string[],
): Promise<ExitCode> {
  refuseFormat(options, ['text', 'diff', 'json'], '--against shows text, diff or json');
  const project = await loadProject(projectInput(host, options));
  const choice = clusterChoice(host, options);
  const both = twoClusters(project, choice, options.against).map((name) =>
    resolveOneOffline(project, name, 'warning'),
  );
  const problems = [...project.files.diagnostics, ...both.flatMap((one) => one.desired.diagnostics)];
  const judged = applyStrict(project, distinctDiagnostics(problems));
  if (hasErrors(judged)) throw new InvalidInputError(judged, project.files.files);
  const { passwordKeys, warnings } = await readDesiredKeyTypes(
    project,
    { choice, clusters: both },
    portsOf(host, options),
  );
  const diagnostics = [...judged, ...warnings];
  const redactor = makeRedactor({
    live: [],
    desired: both.flatMap(({ desired }) => desired.connectors),
    passwordKeys,
    known: project.secrets,
  });
  const [before, after] = sides(both, names);
  const view = {
    ...compareClusters(before, after, redactor),
    diagnostics: viewDiagnostics(diagnostics, project.scrub),
  };
  if (options.format !== 'json') reportDiagnostics({ host, options }, project, diagnostics);
  const look = { color: useColor(host, host.stdout, options.color) };
  if (options.format === 'json') host.stdout.write(toJson(view));
  else if (options.format === 'diff') host.stdout.write(renderComparisonAsDiff(view, look));
  else host.stdout.write(renderComparison(view, look));
  return exitCodes.success;
}

function twoClusters(project: Project, choice: ClusterChoice, against: string): readonly [string, string] {
  const declared = declaredClusters(project);
  const [first, second] = chosenClusterNames(choice, declared);
  if (second !== undefined)
    throw usage('--against compares one cluster with another: name one with --cluster');
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

/** A name or glob means the connector on whichever cluster has it under that name. */
function sides(
  both: readonly OfflineCluster[],
  patterns: readonly string[],
): readonly [DesiredSide, DesiredSide] {
  const all = both.flatMap(({ desired }) => desired.connectors);
  const chosen = new Set(
    selectNames(
      patterns,
      all.map(({ name }) => name),
      'in the files',
    ),
  );
  const places = new Set(
    all.filter(({ name }) => chosen.has(name)).map(({ source }) => formatSource(source)),
  );
  const [before, after] = both.map(({ clusterName, desired }) => ({
    cluster: clusterName ?? '',
    connectors: desired.connectors.flatMap((one) =>
      one.kind === 'present' && places.has(formatSource(one.source)) ? [one] : [],
    ),
  }));
  if (!before || !after) throw new Error('a comparison has two sides');
  return [before, after];
}
