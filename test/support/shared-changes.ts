import type { KeyOrigin, PresentConnector } from '../../src/model/desired-connector.ts';
import { type PresentParts, present } from './connectors.ts';

/** A default of the project file that sets `shared.key`. */
export const sharedDefault: KeyOrigin = {
  layer: 'default',
  source: { file: 'connect-sync.yaml', line: 5, column: 7 },
};

/** A connector of which some keys come from that default, or from another place. */
export function inheriting(
  name: string,
  keys: Readonly<Record<string, string>>,
  { origin = sharedDefault, config = {}, ...parts }: PresentParts & { readonly origin?: KeyOrigin } = {},
): PresentConnector {
  const own = { 'connector.class': 'org.example.SomeSource', 'tasks.max': '1', ...config };
  const connector = present(name, { ...parts, config: { ...own, ...keys } });
  const origins = new Map(connector.origins);
  for (const key of Object.keys(keys)) origins.set(key, origin);
  return { ...connector, origins };
}
