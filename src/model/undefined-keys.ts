import { type Config, compareText } from './config.ts';
import { isCommentKey, misspelledKeys } from './misspelled-keys.ts';
import { renamedKeys } from './renamed-keys.ts';

/** An unknown key of a configuration, and the known one that was probably meant. */
export interface UndefinedKey {
  readonly key: string;
  readonly near: string;
}

/**
 * Unknown keys that are one typo away from a known one, such as `task.max`. All other unknown keys are not reported:
 * plugins, converters, transformations and clients accept keys that no response lists.
 *
 * @param isFree keys that are not reported, however near they are to a known one
 */
export function findUndefinedKeys(
  config: Config,
  defined: Iterable<string>,
  isFree: (key: string) => boolean = isFreelyNamed,
): UndefinedKey[] {
  const known = new Set(defined);
  // A key that is set already is not what another key was meant to be.
  const unset = [...known].filter((name) => !config.has(name)).sort(compareText);
  // What the check of the files reports is not reported again.
  const reported = new Set([...misspelledKeys(config), ...renamedKeys(config, known)].map(({ key }) => key));
  // So are aliases that the list does not have.
  const aliases = (config.get('transforms') ?? '').split(',').map((alias) => `transforms.${alias.trim()}.`);
  return [...config.keys()]
    .filter((key) => !known.has(key) && !isFree(key) && !isCommentKey(key) && !reported.has(key))
    .filter((key) => !key.startsWith('transforms.') || aliases.some((alias) => key.startsWith(alias)))
    .sort(compareText)
    .flatMap((key) => {
      const near = unset.find((name) => isOneSlipAway(key, name));
      return near === undefined ? [] : [{ key, near }];
    });
}

/** Groups and aliases are the author's own words, and client settings are defined by the clients. */
function isFreelyNamed(key: string): boolean {
  return /^(?:(?:producer|consumer|admin)\.override|predicates|topic\.creation)\./.test(key);
}

/**
 * One letter more, less or other, or two neighbours swapped. Digits are no typo: `host.1` and `host.2` are two keys.
 */
function isOneSlipAway(key: string, name: string): boolean {
  if (Math.abs(key.length - name.length) > 1) return false;
  const start = commonStart(key, name);
  const [rest, other] = withoutCommonEnd(key.slice(start), name.slice(start));
  if (/\d/.test(rest + other)) return false;
  if (rest.length <= 1 && other.length <= 1) return true;
  return rest.length === 2 && other === [...rest].reverse().join('');
}

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

function withoutCommonEnd(one: string, other: string): [string, string] {
  let length = 0;
  const shorter = Math.min(one.length, other.length);
  while (length < shorter && one[one.length - 1 - length] === other[other.length - 1 - length]) length += 1;
  return [one.slice(0, one.length - length), other.slice(0, other.length - length)];
}
