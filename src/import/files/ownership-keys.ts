import type { DesiredState, PresentConnector } from '../../model/desired-connector.ts';
import { type FoundComments, type FoundConnectorConfig, filledIn } from '../formats/found-connector.ts';
import { type PrintedValue, unset } from '../formats/write/print-entry.ts';

/** The context of comparing keys with inherited ones. */
export interface InheritanceContext {
  readonly environment: ReadonlyMap<string, string>;
  /** The key of `ownership.marker`, which connect-sync adds to every connector. */
  readonly marker: string | undefined;
}

/** The keys that a connector file must contain: keys that are not inherited with the same value, and `!unset` entries. */
export function ownKeys(
  { config }: FoundConnectorConfig,
  inherited: PresentConnector | undefined,
  { environment, marker }: InheritanceContext,
): ReadonlyMap<string, PrintedValue> {
  const own = new Map<string, PrintedValue>();
  for (const [key, value] of config) {
    const isInherited =
      key !== 'connector.class' && inherited?.config.get(key) === filledIn(value, environment);
    if (!isInherited) own.set(key, value);
  }
  for (const key of inherited?.config.keys() ?? [])
    if (!config.has(key) && key !== marker) own.set(key, unset);
  return own;
}

/**
 * The state that a connector file must declare: `running` too, because a connector that is paused by hand differs from
 * its file only if the file declares a state.
 */
export function desiredState(
  { state }: FoundConnectorConfig,
  inherited: PresentConnector | undefined,
): DesiredState | undefined {
  return state === inherited?.state ? undefined : state;
}

/** The comments that stay in a connector file: those of keys that were moved into defaults are there. */
export function ownComments(
  { comments }: FoundConnectorConfig,
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): FoundComments {
  return new Map([...(comments ?? [])].filter(([key]) => after.has(key) || !before.has(key)));
}
