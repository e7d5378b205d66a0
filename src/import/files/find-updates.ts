import type { DesiredState, PresentConnector } from '../../model/desired-connector.ts';
import { isMasked } from '../../model/masked-value.ts';
import { matchesAnyGlob } from '../../model/name-glob.ts';
import type { DesiredConnectors } from '../desired-before.ts';
import { type FoundConnectorConfig, type FoundValue, filledIn } from '../formats/found-connector.ts';
import { unset } from '../formats/write/print-entry.ts';
import type { ImportRequest } from '../import-request.ts';
import { variableValues } from '../placeholders/variable-values.ts';

/** The changes to a connector file. */
export interface FileUpdate {
  readonly connector: FoundConnectorConfig;
  readonly desired: PresentConnector;
  /** The connector with only the keys that are new or have another value. */
  readonly changed: FoundConnectorConfig;
  /** Keys to remove: from the file, or with `!unset` if they are inherited. */
  readonly removed: ReadonlyMap<string, 'remove' | typeof unset>;
  readonly state: DesiredState | undefined;
  /** Keys that are null and that no file can declare: they are added to `ignoreKeys`. */
  readonly ignored: readonly string[];
  /** Keys that are not imported: masked, ignored, null, or secrets whose value in the environment differs. */
  readonly left: ReadonlySet<string>;
  /** Secret keys whose value in the environment differs from the cluster. */
  readonly differing: readonly string[];
}

/** Compares found connectors with their declared state. */
export function findUpdates(
  request: ImportRequest,
  known: readonly FoundConnectorConfig[],
  { present }: DesiredConnectors,
): readonly FileUpdate[] {
  const { project, extended } = request;
  const values = variableValues(request, new Map());
  const marker = project.files.project.ownership.marker?.key;
  return known.flatMap((connector) => {
    const desired = present.get(connector.name);
    const isExtended = extended?.has(connector.name) === true;
    return desired ? [compare(connector, desired, { marker, isExtended, values })] : [];
  });
}

interface ComparisonContext {
  readonly marker: string | undefined;
  readonly isExtended: boolean;
  /** The values of variables. */
  readonly values: ReadonlyMap<string, string>;
}

function compare(
  connector: FoundConnectorConfig,
  desired: PresentConnector,
  { marker, isExtended, values }: ComparisonContext,
): FileUpdate {
  const changed = new Map<string, FoundValue>();
  const { nullKeys = [] } = connector;
  const isIgnored = (key: string) => matchesAnyGlob(desired.ignoreKeys, key);
  const left = new Set(
    [...connector.config.keys(), ...desired.config.keys()].filter(
      (key) => key === marker || isIgnored(key) || nullKeys.includes(key),
    ),
  );
  const differing: string[] = [];
  for (const [key, value] of connector.config) {
    const [text, before] = [filledIn(value, values), desired.config.get(key)];
    if (text === before || left.has(key)) continue;
    // A secret of another cluster says nothing about the one of this cluster.
    if (isExtended) {
      changed.set(key, value);
      continue;
    }
    const isSecret = desired.secretKeys.has(key);
    // A masked value is imported only if the file has no such key; otherwise it cannot be compared.
    if (before === undefined || (!isSecret && !isMasked(key, text))) changed.set(key, value);
    else left.add(key);
    if (isSecret && !isMasked(key, text)) differing.push(key);
  }
  const gone = [...desired.config.keys()].filter((key) => !connector.config.has(key) && !left.has(key));
  return {
    connector,
    desired,
    changed: { ...connector, config: changed },
    removed: new Map(gone.map((key) => [key, isInherited(desired, key) ? unset : 'remove'])),
    ignored: nullKeys.filter((key) => !isIgnored(key)),
    state: stateToDeclare(isExtended ? running(connector, desired) : connector, desired),
    left,
    differing,
  };
}

/** Whether the connector would inherit the key without its own line. */
function isInherited({ origins }: PresentConnector, key: string): boolean {
  const origin = origins.get(key);
  if (origin?.layer === 'default' || origin?.layer === 'profile') return true;
  return (origin?.covers ?? []).length > 0;
}

/** A connector of unknown state runs once it is created: the state of another cluster does not count for it. */
function running(connector: FoundConnectorConfig, desired: PresentConnector): FoundConnectorConfig {
  return desired.state === undefined ? connector : { ...connector, state: connector.state ?? 'running' };
}

function stateToDeclare(
  { state }: FoundConnectorConfig,
  desired: PresentConnector,
): DesiredState | undefined {
  if (state === undefined || state === desired.state) return undefined;
  return state === 'running' && desired.state === undefined ? undefined : state;
}
