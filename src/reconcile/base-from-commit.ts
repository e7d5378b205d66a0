import type { DriftBase } from '../diff/attribute-drift.ts';
import type { DesiredConnector } from '../model/desired-connector.ts';

/**
 * The base that connector files of an earlier time give. A value from `${env.…}` is filled in from today's
 * environment, and what the variable held then is not known: that the wish is the same proves nothing.
 */
export function basesOfFiles(connectors: readonly DesiredConnector[]): (name: string) => DriftBase {
  const byName = new Map<string, DesiredConnector>(connectors.map((wish) => [wish.name, wish]));
  return (name) => {
    const wish = byName.get(name);
    if (wish?.kind !== 'present') return { kind: 'absent' };
    const { config, secretKeys, state, ignoreKeys } = wish;
    return {
      kind: 'present',
      state,
      keys: [...config.keys()],
      isSame: (key, value, side) => {
        // Another actor owned it: no file says what it was.
        if (ignoreKeys.includes(key)) return undefined;
        const isEqual = config.get(key) === value;
        if (!secretKeys.has(key)) return isEqual;
        if (value === undefined) return false;
        return isEqual && side === 'live' ? true : undefined;
      },
    };
  };
}
