import type { DesiredConnector, DesiredState, PresentConnector } from '../../model/desired-connector.ts';
import type { ConnectorStatus, LiveConnector } from '../../model/live-connector.ts';

/** What the type of a connector is known from. */
export type TypeOfClass = (className: string) => LiveConnector['type'];

/**
 * Connectors that files declare, in the place of live ones: nothing of them is known but what the files declare, so
 * they have no tasks.
 */
export function asLive(
  declared: readonly DesiredConnector[],
  typeOf: TypeOfClass,
): ReadonlyMap<string, LiveConnector> {
  return new Map(
    declared.flatMap((connector) =>
      connector.kind === 'present' ? [[connector.name, liveOf(connector, typeOf)] as const] : [],
    ),
  );
}

function liveOf({ name, config, state }: PresentConnector, typeOf: TypeOfClass): LiveConnector {
  return {
    name,
    type: typeOf(config.get('connector.class') ?? ''),
    config,
    nullKeys: [],
    taskIds: [],
    status: state && statusOf(state),
  };
}

function statusOf(state: DesiredState): ConnectorStatus {
  return { connector: { state: state.toUpperCase(), workerId: '', trace: undefined }, tasks: [] };
}

/** The type that the name of a class says. */
export function typeByName(className: string): LiveConnector['type'] {
  const [isSource, isSink] = [/source/i.test(className), /sink/i.test(className)];
  if (isSource === isSink) return className.startsWith('io.debezium.connector.') ? 'source' : 'unknown';
  return isSource ? 'source' : 'sink';
}
