import type { DesiredConnector, KeyOrigin } from '../model/desired-connector.ts';
import { distinctDiagnostics, hasErrors } from '../model/diagnostic.ts';
import { InvalidInputError } from '../model/error.ts';
import { makeRedactor, type Redactor } from '../model/redaction/redactor.ts';
import { readDesiredKeyTypes } from '../project/desired-key-types.ts';
import { applyStrict, loadProject } from '../project/load-project.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import { type OfflineCluster, resolveOffline } from '../project/resolve-offline.ts';
import { selectNames } from '../project/select-names.ts';
import { type WarningPorts, warn } from '../project/warnings.ts';
import type { DocumentsView, NamedDocumentView, OriginView } from './documents.ts';
import type { InspectInput } from './read-clusters.ts';

/** What to render. */
export interface RenderInput extends InspectInput {
  /** Names or globs; empty means all. */
  readonly names: readonly string[];
  /** `winner`: where each value is declared; `all`: also what that overrides. */
  readonly origins: 'none' | 'winner' | 'all';
}

/**
 * The resolved desired state of each cluster. No cluster has to be reachable. Clusters that are named are asked which
 * keys are passwords.
 *
 * @throws InvalidInputError with the errors in the files
 * @throws ConnectSyncError `unknown-connector`
 */
export async function renderDesired(
  input: RenderInput,
  ports: WarningPorts,
): Promise<readonly ClusterResult<DocumentsView>[]> {
  const project = await loadProject(input.project);
  const clusters = resolveOffline(project, input.clusters, 'refused');
  const problems = [
    ...project.files.diagnostics,
    ...clusters.flatMap(({ desired }) => [...desired.diagnostics, ...desired.unclearAliases]),
  ];
  const diagnostics = applyStrict(project, distinctDiagnostics(problems));
  if (hasErrors(diagnostics)) throw new InvalidInputError(diagnostics, project.files.files);
  const keyTypes = await readDesiredKeyTypes(project, { choice: input.clusters, clusters }, ports);
  warn(project, ports, [...diagnostics, ...keyTypes.warnings]);
  return clusters.map((cluster) => {
    const redactor = makeRedactor({
      live: [],
      desired: cluster.desired.connectors,
      get secretKeys() {
        return cluster.desired.secretKeys;
      },
      get referenceKeys() {
        return cluster.desired.referenceKeys;
      },
      passwordKeys: keyTypes.passwordKeys,
      known: project.secrets,
    });
    const value = viewDesired(cluster, input, redactor);
    return { cluster: cluster.clusterName ?? 'files', ok: true, value };
  });
}

function viewDesired(
  { clusterName, desired }: OfflineCluster,
  { names, origins }: RenderInput,
  redactor: Redactor,
): DocumentsView {
  const all = desired.connectors.map(({ name }) => name);
  const selected = new Set<string>(selectNames(names, all, 'in the files'));
  const shown = desired.connectors.filter(({ name }) => selected.has(name));
  return {
    cluster: clusterName ?? null,
    connectors: shown.flatMap((connector) => viewConnector(connector, origins, redactor)),
  };
}

function viewConnector(
  connector: DesiredConnector,
  depth: RenderInput['origins'],
  redactor: Redactor,
): NamedDocumentView[] {
  if (connector.kind === 'absent') return [];
  const { name, config, state, stateOrigin, origins, removed = new Map() } = connector;
  const document = redactor.document(name, config, { state });
  if (depth === 'none') return [{ name, document }];
  return [
    {
      name,
      document,
      ...(stateOrigin && { stateOrigin: viewOrigin(stateOrigin, depth) }),
      origins: viewOrigins(origins, depth),
      removed: viewOrigins(removed, 'all'),
    },
  ];
}

/** By key, sorted. */
function viewOrigins(
  origins: ReadonlyMap<string, KeyOrigin>,
  depth: 'winner' | 'all',
): ReadonlyMap<string, readonly OriginView[]> {
  const sorted = [...origins].sort(([one], [other]) => (one < other ? -1 : 1));
  return new Map(sorted.map(([key, origin]) => [key, viewOrigin(origin, depth)]));
}

function viewOrigin(origin: KeyOrigin, depth: 'winner' | 'all'): readonly OriginView[] {
  return [origin, ...(depth === 'all' ? (origin.covers ?? []) : [])].map(viewPosition);
}

function viewPosition({ layer, label, source: { file, line, column } }: KeyOrigin): OriginView {
  return { layer, label: label ?? null, file, line, column };
}
