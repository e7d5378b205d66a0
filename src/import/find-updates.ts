import type { DesiredState, PresentConnector } from '../model/desired-connector.ts';
import { isMasked } from '../model/masked-value.ts';
import type { DesiredConnectors } from './desired-before.ts';
import { type FoundConnectorConfig, type FoundValue, filledIn } from './formats/found-connector.ts';
import { unset } from './formats/write/print-entry.ts';
import type { ImportRequest } from './import-request.ts';

/** What a connector file has to say differently. */
export interface FileUpdate {
  readonly connector: FoundConnectorConfig;
  readonly wished: PresentConnector;
  /** The connector with those keys alone that are new or have another value. */
  readonly changed: FoundConnectorConfig;
  /** Keys to take away: out of the file, or as `!unset` of what is inherited. */
  readonly removed: ReadonlyMap<string, 'remove' | typeof unset>;
  readonly state: DesiredState | undefined;
  /** Keys that nobody can settle from here: hidden ones, those of others, secrets that the environment has otherwise. */
  readonly left: ReadonlySet<string>;
  /** Variables of the environment that have another value than the cluster. */
  readonly differing: readonly string[];
}

/** Compares connectors with what their files say. */
export function findUpdates(
  { project }: ImportRequest,
  known: readonly FoundConnectorConfig[],
  { present }: DesiredConnectors,
): readonly FileUpdate[] {
  const marker = project.files.project.ownership.marker?.key;
  return known.flatMap((connector) => {
    const wished = present.get(connector.name);
    return wished ? [compare(connector, wished, marker)] : [];
  });
}

function compare(
  connector: FoundConnectorConfig,
  wished: PresentConnector,
  marker: string | undefined,
): FileUpdate {
  const changed = new Map<string, FoundValue>();
  const left = new Set([...wished.ignoreKeys, ...(marker === undefined ? [] : [marker])]);
  const differing: string[] = [];
  for (const [key, value] of connector.config) {
    const [text, before] = [filledIn(value, new Map()), wished.config.get(key)];
    if (text === before || left.has(key)) continue;
    const isSecret = wished.secretKeys.has(key);
    // What hides its value is asked for where the file lacks it, and cannot be compared where it does not.
    if (before === undefined || (!isSecret && !isMasked(text))) changed.set(key, value);
    else left.add(key);
    if (isSecret && !isMasked(text)) differing.push(key);
  }
  const gone = [...wished.config.keys()].filter((key) => !connector.config.has(key) && !left.has(key));
  return {
    connector,
    wished,
    changed: { ...connector, config: changed },
    removed: new Map(gone.map((key) => [key, isInherited(wished, key) ? unset : 'remove'])),
    state: stateToSay(connector, wished),
    left,
    differing,
  };
}

/** Whether a weaker place would give the key again if the connector's own line went. */
function isInherited({ origins }: PresentConnector, key: string): boolean {
  const origin = origins.get(key);
  if (origin?.layer === 'default' || origin?.layer === 'profile') return true;
  return (origin?.covers ?? []).length > 0;
}

function stateToSay({ state }: FoundConnectorConfig, wished: PresentConnector): DesiredState | undefined {
  if (state === undefined || state === wished.state) return undefined;
  return state === 'running' && wished.state === undefined ? undefined : state;
}
