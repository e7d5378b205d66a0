import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { CheckContext } from './check-context.ts';
import type { DefinedKey } from './defined-keys.ts';
import { isAllowedValue } from './is-allowed-value.ts';
import { labelOf } from './label-of.ts';
import { describeType, isOfType } from './parse-value.ts';

/** Values of the wrong type, and values that are none of the only ones that a key accepts. */
export function findWrongValues(context: CheckContext): readonly Diagnostic[] {
  const { config } = context.connector;
  return [...config].flatMap(([key, value]) => {
    const found = context.defined.keys.get(key);
    if (!found || !context.isKnown(key)) return [];
    return findWrongValue(context, [key, value], found) ?? [];
  });
}

function findWrongValue(
  { connector: { origins, secretKeys } }: CheckContext,
  [key, value]: readonly [string, string],
  { definition, plugin }: DefinedKey,
): Diagnostic | undefined {
  const source = origins.get(key)?.source;
  const { type, values } = definition;
  if (!isOfType(type, value)) {
    const words = describeType(type, value);
    return diagnose('wrong-value-type', { key, words, plugin: labelOf(plugin) }, { source });
  }
  if (!values || value.trim() === '' || isAllowedValue(definition, value)) return undefined;
  // A value from the environment is never shown, not even as the word that it resembles.
  const near = secretKeys.has(key) || type === 'LIST' ? undefined : nearestName(value.trim(), values);
  return diagnose('value-not-allowed', { key, values, near, plugin: labelOf(plugin) }, { source });
}
