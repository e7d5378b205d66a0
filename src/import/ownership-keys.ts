import type { DesiredState, PresentConnector } from '../model/desired-connector.ts';
import { type FoundConnectorConfig, filledIn } from './formats/found-connector.ts';
import { type PrintedValue, unset } from './formats/write/print-entry.ts';

/** What is known when keys are compared with those that are inherited. */
export interface InheritanceContext {
  readonly environment: ReadonlyMap<string, string>;
  /** The key of `ownership.marker`, which every connector gets. */
  readonly marker: string | undefined;
}

/** The keys that a connector has to say itself: those that it does not inherit as they are, and those to take away. */
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

/** The state that its file has to say; that it runs goes without saying. */
export function desiredState(
  { state }: FoundConnectorConfig,
  inherited: PresentConnector | undefined,
): DesiredState | undefined {
  const above = inherited?.state;
  if (state === undefined || state === above) return undefined;
  return state === 'running' && above === undefined ? undefined : state;
}
