import type { DesiredConnectors } from './desired-before.ts';
import type { FoundConnectorConfig } from './formats/found-connector.ts';
import type { ImportRequest } from './import-request.ts';

/** The minimum number of running connectors: for fewer, each file declares the state. */
const fewestRunning = 3;

/**
 * Whether `state: running` becomes one default instead of a line in each new file: most new connectors are running, and
 * the default changes no other connector, because every other one declares its state.
 */
export function isRunningShared(
  { project }: Pick<ImportRequest, 'project'>,
  { present }: Pick<DesiredConnectors, 'present'>,
  added: readonly NewConnector[],
): boolean {
  const { defaults, profiles } = project.files.layers;
  const running = added.filter(({ connector }) => connector.state === 'running');
  return (
    running.length >= fewestRunning &&
    running.length > added.length / 2 &&
    [...defaults, ...profiles.values()].every(({ state }) => state === undefined) &&
    [...present.values()].every(({ state }) => state !== undefined)
  );
}

interface NewConnector {
  readonly connector: FoundConnectorConfig;
}
