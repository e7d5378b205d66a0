import { diagnose } from '../../model/diagnostic.ts';
import type { RecordedCluster, RecordedConnector } from '../../model/recorded-cluster.ts';
import { type ClusterChoice, isClusterNamed } from '../../project/choose-clusters.ts';
import type { Project } from '../../project/load-project.ts';
import { chooseClusters, declaredClusters } from '../../project/resolve-clusters.ts';
import { selectNames } from '../../project/select-names.ts';
import { type FoundConnectorConfig, textValue } from '../formats/found-connector.ts';
import type { SkippedConnector } from '../formats/read/found-file.ts';
import type { ImportSource } from '../import-request.ts';

/** What was recorded for a cluster. */
export interface RecordedInput {
  readonly cluster: RecordedCluster;
  /** `skip`: it is none of the clusters that the project declares. */
  readonly use: 'import' | 'skip';
}

/** Which of the recorded connectors to import, and the cluster that they are declared for. */
export interface RecordingRequest extends RecordedInput {
  /** Names or globs; empty means all. */
  readonly patterns: readonly string[];
  readonly choice: ClusterChoice;
}

/** Turns what a recording worker received for one cluster into connectors to import. No cluster is contacted. */
export async function readFromRecording(
  project: Project,
  { cluster: recorded, use, patterns, choice }: RecordingRequest,
): Promise<ImportSource> {
  const { connectors, rejected, url } = recorded;
  const names = connectors.map(({ name }) => name).sort();
  const chosen = new Set(names.length === 0 ? [] : selectNames(patterns, names, `in the requests to ${url}`));
  const selected = connectors.filter(({ name }) => chosen.has(name));
  const found = use === 'skip' ? [] : selected;
  const skipped = [
    ...rejected.map(toSkipped),
    ...(use === 'skip' ? selected.map(({ name }) => notDeclared(name, url)) : []),
  ];
  return {
    label: url,
    cluster: use === 'skip' ? undefined : await declaredCluster(project, choice),
    vars: project.input.vars ?? new Map(),
    connectors: found.map(toFound),
    skipped,
    notRead: [],
    files: 0,
    invalidFiles: 0,
    filesWithoutConnectors: 0,
    variables: new Map(),
    secretKeys: new Map(),
    referenceKeys: new Map(),
    passwordKeys: new Map(),
    diagnostics: [
      ...found.flatMap(({ name, nullKeys }) =>
        nullKeys.length > 0 ? [diagnose('import-null-value', { name, keys: nullKeys, ignored: false })] : [],
      ),
    ],
  };
}

/** The chosen cluster where the project file declares it; undefined: the connectors are declared for every cluster. */
async function declaredCluster(project: Project, choice: ClusterChoice): Promise<string | undefined> {
  if (!isClusterNamed(choice) && declaredClusters(project).length !== 1) return undefined;
  const [cluster] = await chooseClusters(project, choice);
  return cluster?.target.name;
}

function toFound({ name, config, state }: RecordedConnector): FoundConnectorConfig {
  const values = [...config].map(([key, text]) => [key, textValue(text)] as const);
  return { name, config: new Map(values), state, source: undefined };
}

function toSkipped({ name, status, reason }: RecordedCluster['rejected'][number]): SkippedConnector {
  return { name, problem: diagnose('import-rejected-request', { name, status, reason }) };
}

function notDeclared(name: string, url: string): SkippedConnector {
  return { name, problem: diagnose('import-undeclared-recording', { name, url }) };
}
