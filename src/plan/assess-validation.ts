import type { CreateChange, UpdateChange } from '../model/change.ts';
import type { Config } from '../model/config.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { PlannedStep } from '../model/plan.ts';
import type { KeyError, Validation } from '../model/plugin.ts';
import { renamedKeys } from '../model/renamed-keys.ts';
import type { Source } from '../model/source.ts';
import { findUndefinedKeys } from '../model/undefined-keys.ts';
import { findMissingPlugin } from './find-missing-plugin.ts';

import { knownKey, withoutPasswords, withoutValue } from './hide-echoed-values.ts';

/**
 * What a worker's validation of a step's configuration means to its author: each objection once, on the line of the
 * key that causes it, else on that of `connector.class`, else on the connector; a warning for a key that looks misspelt, since
 * a worker does not mention unknown keys (Connect REST contract 7.1).
 */
export function assessValidation(step: Pick<PlannedStep, 'change'>, validation: Validation): Diagnostic[] {
  const { change } = step;
  if (change.kind !== 'create' && change.kind !== 'update') return [];
  const errors = validation.errors.map((error) => ({ ...error, key: meantKey(error, change.target) }));
  const objections = withoutRepeats(withoutEchoes(errors), change.target).map((error) =>
    describeError(change, error, validation),
  );
  const misspelt = findUndefinedKeys(
    authored(change),
    validation.keys.map((defined) => defined.name),
  ).map(({ key, near }) =>
    diagnose(
      'undefined-config-key',
      { name: change.name, key, near },
      { source: lineOf(change, key, validation) },
    ),
  );
  return [...objections, ...misspelt, ...findRenamedKeys(change, validation)];
}

/** The keys that the installed plugins no longer read, without those that the check of the files reports. */
function findRenamedKeys(change: WrittenChange, validation: Validation): Diagnostic[] {
  const config = authored(change);
  const reported = new Set(renamedKeys(config).map(({ key }) => key));
  return renamedKeys(config, new Set(validation.keys.map(({ name }) => name)))
    .filter(({ key }) => !reported.has(key))
    .map((found) => diagnose('renamed-key', found, { source: lineOf(change, found.key, validation) }));
}

/** Warnings of the files without those that an error of a worker repeats: the missing type of an alias. */
export function withoutRepeatedWarnings(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const rejected = new Set(
    diagnostics.flatMap(({ code, args, source }) =>
      code === 'rejected-by-worker' ? [`${source?.file}:${source?.line} ${String(args['key'])}`] : [],
    ),
  );
  return diagnostics.filter(
    ({ code, args, source }) =>
      code !== 'alias-without-type' ||
      !rejected.has(`${source?.file}:${source?.line} ${args['list']}.${args['alias']}.type`),
  );
}

type WrittenChange = CreateChange | UpdateChange;

/** What the files set: the key of the fingerprint is ours, however similar it is to one of the plugin. */
function authored({ target, desired: { fingerprint } }: WrittenChange): Config {
  return fingerprint ? new Map([...target].filter(([key]) => key !== fingerprint.key)) : target;
}

function describeError(change: WrittenChange, error: KeyError, validation: Validation): Diagnostic {
  const { name } = change;
  const missing = findMissingPlugin(change, error.workerMessage);
  if (missing)
    return diagnose('plugin-not-installed', missing, {
      source: lineOf(change, 'connector.class', validation),
    });
  const workerMessage = withoutValue(error, change, validation);
  const key = knownKey(error, change, validation);
  const source = lineOf(change, key ?? 'connector.class', validation);
  return key === undefined
    ? diagnose('config-rejected', { name, workerMessage }, { source })
    : diagnose('rejected-by-worker', { name, key, workerMessage }, { source });
}

/**
 * The key of the file that an objection means. The worker names keys of client overrides, and some of transformations,
 * predicates and converters, without their prefix (Connect REST contract 7.2).
 */
function meantKey({ key, workerMessage }: KeyError, target: Config): string | undefined {
  if (key === undefined || target.has(key)) return key;
  const longer = [...target].filter(([one]) => one.endsWith(`.${key}`));
  const overrides = longer.filter(([one]) => one === `${overridden.exec(one)?.[0]}${key}`);
  const parts = longer.filter(([one]) => partPrefix.exec(one)?.[0] === one.slice(0, -key.length));
  const candidates = overrides.length > 0 ? overrides : parts;
  const refused = candidates.filter(([, value]) => workerMessage.startsWith(`Invalid value ${value} for `));
  // The worker quotes what a reference resolves to: then that one is meant, and its value must not be shown.
  const referring = candidates.filter(([, value]) => value.includes('${'));
  return (
    (refused[0] ?? referring[0] ?? (overrides[0] || parts.length === 1 ? candidates[0] : undefined))?.[0] ??
    key
  );
}

const overridden = /^(?:producer|consumer|admin)\.override\./;
const partPrefix = /^(?:(?:transforms|predicates)\.[^.]+|(?:key|value|header)\.converter)\./;

/**
 * A value of the wrong type is reported twice: `Not a number of type INT`, then `Invalid value null …`. So is a missing
 * one that must be one of several words (Connect REST contract 7.1).
 */
function withoutEchoes(errors: readonly KeyError[]): KeyError[] {
  const isEcho = (error: KeyError) => error.workerMessage.startsWith('Invalid value null for configuration ');
  return errors.filter(
    (error) => !isEcho(error) || !errors.some((other) => other.key === error.key && !isEcho(other)),
  );
}

/**
 * The same words about several keys are one objection, of which the key in the file says most: a version that is not
 * installed is reported on `connector.class` too, and missing topics on `topics` and `topics.regex`.
 */
function withoutRepeats(errors: readonly KeyError[], target: Config): KeyError[] {
  const rank = ({ key }: KeyError) => {
    if (key === undefined || !target.has(key)) return 0;
    return key === 'connector.class' ? 1 : 2;
  };
  const best = new Map<string, KeyError>();
  for (const error of errors) {
    const former = best.get(error.workerMessage);
    if (!former || rank(error) > rank(former)) best.set(error.workerMessage, error);
  }
  return [...best.values()];
}

function lineOf({ desired }: WrittenChange, key: string, { keys }: Validation): Source {
  const { origins } = desired;
  const near = [key, ...causesOf(key), 'connector.class'].find((one) => origins.has(one));
  const origin = near === undefined ? undefined : origins.get(near);
  return withoutPasswords(origin?.source ?? desired.source, desired, keys);
}

/** The keys because of which the worker asks for another key: the type of a transformation, the class of a converter. */
function causesOf(key: string): readonly string[] {
  const converter = /^(?:key|value|header)\.converter(?=\.)/.exec(key)?.[0];
  if (converter !== undefined) return [converter];
  if (key.startsWith('topic.creation.')) return ['topic.creation.groups'];
  const [list, ...steps] = key.split('.');
  if (list !== 'transforms' && list !== 'predicates') return [];
  // An alias may contain dots.
  const aliases = steps.slice(0, -1).map((_, index) => steps.slice(0, index + 1).join('.'));
  return [...aliases.reverse().map((alias) => `${list}.${alias}.type`), list];
}
