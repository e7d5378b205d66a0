import type { CreateChange, UpdateChange } from '../model/change.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { PlannedStep } from '../model/plan.ts';
import type { KeyError, Validation } from '../model/plugin.ts';
import type { Source } from '../model/source.ts';
import { findMissingPlugin } from './find-missing-plugin.ts';
import { findMisspeltKeys } from './find-misspelt-keys.ts';

import { withoutPasswords, withoutValue } from './hide-echoed-values.ts';

/**
 * What a worker's validation of a step's configuration means to its author: each objection on the line of the key it
 * speaks of, else on that of `connector.class`, else on the connector; a warning for a key that looks misspelt, since
 * a worker does not mention unknown keys (Connect REST contract 7.1).
 */
export function assessValidation(step: Pick<PlannedStep, 'change'>, validation: Validation): Diagnostic[] {
  const { change } = step;
  if (change.kind !== 'create' && change.kind !== 'update') return [];
  const objections = withoutEchoes(validation.errors).map((error) =>
    describeError(change, error, validation),
  );
  const misspelt = findMisspeltKeys(change.target, validation.keys).map(({ key, near }) =>
    diagnose(
      'undefined-config-key',
      { name: change.name, key, near },
      { source: lineOf(change, key, validation) },
    ),
  );
  return [...objections, ...misspelt];
}

type WrittenChange = CreateChange | UpdateChange;

function describeError(change: WrittenChange, error: KeyError, validation: Validation): Diagnostic {
  const { name } = change;
  const missing = findMissingPlugin(change, error.workerMessage);
  if (missing)
    return diagnose('plugin-not-installed', missing, {
      source: lineOf(change, 'connector.class', validation),
    });
  const workerMessage = withoutValue(error, change, validation);
  const source = lineOf(change, error.key ?? 'connector.class', validation);
  return error.key === undefined
    ? diagnose('config-rejected', { name, workerMessage }, { source })
    : diagnose('rejected-by-worker', { name, key: error.key, workerMessage }, { source });
}

/**
 * A value of the wrong type is reported twice: `Not a number of type INT`, then `Invalid value null …`
 * (Connect REST contract 7.1).
 */
function withoutEchoes(errors: readonly KeyError[]): KeyError[] {
  const isEcho = (error: KeyError) =>
    /^Invalid value null for configuration .*non-null/.test(error.workerMessage);
  return errors.filter(
    (error) => !isEcho(error) || !errors.some((other) => other.key === error.key && !isEcho(other)),
  );
}

function lineOf({ desired }: WrittenChange, key: string, { keys }: Validation): Source {
  const origin = desired.origins.get(key) ?? desired.origins.get('connector.class');
  return withoutPasswords(origin?.source ?? desired.source, desired, keys);
}
