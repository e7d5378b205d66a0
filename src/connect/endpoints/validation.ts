import type { KeyError, PluginKey, Validation } from '../../model/plugin.ts';
import { items, members, text } from '../decode.ts';
import { tidyWorkerMessage } from '../worker-message.ts';
import { parsePluginKey } from './plugin-key.ts';

/**
 * The answer to a validation, which is 200 also when the configuration is wrong (Connect REST contract 7.1).
 * `value.value` is not looked at: it holds resolved secrets.
 */
export function parseValidation(value: unknown): Validation {
  const configs = items(members(value, 'the answer')['configs'], 'the list of validated keys');
  const keys: PluginKey[] = [];
  const errors: KeyError[] = [];
  for (const item of configs) {
    const { definition, value: validated } = members(item, 'a validated key');
    const result = isGiven(validated) ? members(validated, 'the validation of a key') : {};
    if (isGiven(definition)) keys.push(withRecommended(parsePluginKey(definition), result));
    errors.push(...parseErrors(result));
  }
  return { keys, errors: withoutTwins(errors) };
}

function withRecommended(
  key: PluginKey,
  { recommended_values: values }: Readonly<Record<string, unknown>>,
): PluginKey {
  const recommended = Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
  return recommended.length === 0 ? key : { ...key, recommended };
}

/** A version that is not installed is reported at the class too (Connect REST contract 7.2). */
function withoutTwins(errors: readonly KeyError[]): readonly KeyError[] {
  const ofVersion = errors.filter(({ key }) => key === 'connector.plugin.version');
  const isTwin = ({ key, workerMessage }: KeyError) =>
    key === 'connector.class' && ofVersion.some((other) => other.workerMessage === workerMessage);
  return errors.filter((error) => !isTwin(error));
}

function parseErrors(validated: Readonly<Record<string, unknown>>): KeyError[] {
  const errors = items(validated['errors'] ?? [], 'the errors of a key').map((error) =>
    text(error, 'an error'),
  );
  if (errors.length === 0) return [];
  const key = text(validated['name'], 'the name of a key');
  return withoutEchoes(errors).map((error) => ({ key, workerMessage: tidyWorkerMessage(error) }));
}

/**
 * A value of a wrong type is reported twice: as itself, and then as the null that became of it
 * (Connect REST contract 7.1).
 */
function withoutEchoes(errors: readonly string[]): readonly string[] {
  const distinct = [...new Set(errors)];
  const own = distinct.filter(
    (error) => !/^Invalid value null for configuration .*must be non-null/is.test(error),
  );
  return own.length > 0 ? own : distinct;
}

function isGiven(value: unknown): boolean {
  return value !== null && value !== undefined;
}

/**
 * A class goes into the URL. Without one the worker answers with every value of the configuration in clear, and with
 * these characters its web server refuses the URL before the worker sees it (Connect REST contract 7.2, 9).
 */
export function whyNotValidated(className: string): Validation | undefined {
  if (className.trim() === '') {
    return objection('Missing required configuration "connector.class" which has no default value.');
  }
  const isReachable = !/[/%\\;\p{Cc}]/u.test(className) && !/^\.{1,2}$/.test(className);
  return isReachable ? undefined : objection('This cannot be the name of a Java class.');
}

function objection(workerMessage: string): Validation {
  return { keys: [], errors: [{ key: 'connector.class', workerMessage }] };
}
