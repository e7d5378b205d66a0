import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { CheckContext } from './check-context.ts';
import { labelOf } from './label-of.ts';

/** Keys that the documentation of the plugin calls deprecated. */
export function findDeprecatedKeys({ connector, defined }: CheckContext): readonly Diagnostic[] {
  return [...connector.config.keys()].flatMap((key) => {
    const found = defined.keys.get(key);
    if (!found?.definition.deprecation) return [];
    const { definition, plugin, used } = found;
    const name = definition.deprecation?.replacement;
    const replacement = name === undefined ? undefined : used.prefix + name;
    const isReplaced = replacement !== undefined && connector.config.has(replacement);
    return diagnose(
      'deprecated-key',
      { key, replacement, isReplaced, plugin: labelOf(plugin) },
      { source: connector.origins.get(key)?.source },
    );
  });
}
