import type { Match } from '../../desired/layer-document.ts';
import type { DesiredConnectors } from '../desired-before.ts';
import type { FoundConnectorConfig } from '../formats/found-connector.ts';
import type { ImportRequest } from '../import-request.ts';

/** The minimum number of running connectors: for fewer, each file declares the state. */
const fewestRunning = 3;

/**
 * Whether `state: running` becomes one default for the cluster instead of a line in each file: most connectors that the
 * cluster gets files for are running, and the default changes no other one, because every other one declares its state.
 */
export function isRunningShared(
  { project, source, extended }: Pick<ImportRequest, 'project' | 'source' | 'extended'>,
  { present }: Pick<DesiredConnectors, 'present'>,
  added: readonly NewConnector[],
): boolean {
  const { defaults, profiles } = project.files.layers;
  const isNew = ({ name }: FoundConnectorConfig) => extended?.has(name) === true;
  const found = [...added.map(({ connector }) => connector), ...source.connectors.filter(isNew)];
  const running = new Set(found.flatMap(({ name, state }) => (state === 'running' ? [name] : [])));
  const ofCluster = defaults.filter(({ match }) => mayMatch(match.cluster, source.cluster));
  return (
    running.size >= fewestRunning &&
    running.size > found.length / 2 &&
    [...ofCluster, ...profiles.values()].every(({ state }) => state === undefined) &&
    [...present].every(([name, { state }]) => state !== undefined || running.has(name))
  );
}

interface NewConnector {
  readonly connector: FoundConnectorConfig;
}

/** A glob or a template may match any cluster. */
function mayMatch(globs: Match['cluster'], cluster: string | undefined): boolean {
  return globs?.every(({ text }) => /^[\w-]+$/.test(text) && text !== cluster) !== true;
}
