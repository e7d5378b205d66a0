import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import type { PluginSet } from '../../../src/model/plugin-snapshot.ts';
import { checkConfig } from '../../../src/plugins/check-config.ts';
import { presentConnector } from '../../support/present-connector.ts';
import { isTypeOrRequired, type WorkerAnswer } from './ask-worker.ts';

/** What snapshots and a worker say about the same config; each entry is a key with its class. */
export interface Comparison {
  /** Errors without the worker. */
  readonly offline: readonly string[];
  /** Those of them that the worker does not have, and unknown keys that it does not have. */
  readonly wrong: readonly string[];
  /** The type, required and unknown-key errors of the worker. */
  readonly expected: readonly string[];
  /** Those of them that the snapshots do not show. */
  readonly missed: readonly string[];
}

/** Compares what the snapshots of a worker tell about a config with the answer of the worker. */
export function compareErrors(answer: WorkerAnswer, set: PluginSet): Comparison {
  const { findings } = checkConfig(presentConnector(Object.fromEntries(answer.config)), set);
  const errors = new Set(findings.filter(({ severity }) => severity === 'error').flatMap(keysOf));
  const unknown = new Set(findings.filter(({ code }) => code === 'undefined-config-key').flatMap(keysOf));
  const refused = refusedKeys(answer);
  const label = (key: string) => `${answer.config.get('connector.class')} ${key}`;
  return {
    offline: [...errors].map(label),
    wrong: [
      ...[...errors].filter((key) => !answer.errors.some((error) => isSameKey(key, error.key))),
      ...[...unknown].filter((key) => answer.unknown && !answer.unknown.includes(key)),
    ].map(label),
    expected: [...refused, ...(answer.unknown ?? [])].map(label),
    missed: [
      ...refused.filter((key) => ![...errors].some((found) => isSameKey(found, key))),
      ...(answer.unknown ?? []).filter((key) => !unknown.has(key)),
    ].map(label),
  };
}

/** Of the two errors about the topics of a sink, one. */
function refusedKeys({ errors }: WorkerAnswer): readonly string[] {
  const keys = new Set(errors.filter(isTypeOrRequired).flatMap(({ key }) => key ?? []));
  if (keys.has('topics')) keys.delete('topics.regex');
  return [...keys];
}

/** A worker names some keys of transformations without their prefix (Connect REST contract 7.2). */
function isSameKey(key: string, ofWorker: string | undefined): boolean {
  return ofWorker !== undefined && (key === ofWorker || key.endsWith(`.${ofWorker}`));
}

function keysOf({ code, args }: Diagnostic): readonly string[] {
  if (code === 'topics-not-clear') return ['topics'];
  if (code === 'missing-required-key') return args['keys'] as readonly string[];
  return [String(args['key'])];
}
