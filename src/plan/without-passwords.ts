import type { PresentConnector } from '../model/desired-connector.ts';
import type { PluginKey } from '../model/plugin.ts';
import { plainSource, type Source } from '../model/source.ts';

/**
 * A place in a connector's file whose line does not show what the plugin calls a PASSWORD: when the file was read,
 * only the names of keys could tell. Where the place lies behind such a value on the same line, no line is shown.
 */
export function withoutPasswords(
  source: Source,
  { origins }: Pick<PresentConnector, 'origins'>,
  keys: readonly Pick<PluginKey, 'name' | 'type'>[],
): Source {
  const { excerpt, ...place } = plainSource(source);
  const onLine = keys
    .filter(({ type }) => type === 'PASSWORD')
    .flatMap(({ name }) => origins.get(name)?.source ?? [])
    .filter(({ file, line }) => file === source.file && line === source.line)
    .sort((one, other) => one.column - other.column);
  const [first] = onLine;
  if (!first || excerpt === undefined) return source;
  if (source.column > first.column) return place;
  return { ...place, excerpt: `${excerpt.slice(0, (first.endColumn ?? first.column) - 1)}: (sensitive)` };
}
