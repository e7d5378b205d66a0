import { compareText } from '../model/config.ts';
import { count } from '../model/count.ts';
import type { UnreadablePlugin } from '../model/plugin-snapshot.ts';
import type { UncheckedView } from '../model/upgrade-view.ts';
import type { Assessment } from './assess-refusal.ts';
import type { PluginReading } from './read-source.ts';
import type { ValidationOutcome } from './validate-on-target.ts';

/** A connector whose config was not sent to the target. */
export interface WithheldConnector {
  readonly name: string;
  readonly withheld: 'masked' | 'secrets';
  readonly keys: readonly string[];
}

/** What the list of plugins of a side, or the definitions of a class, could not tell. */
export function uncheckedPlugins(
  side: 'source' | 'target',
  label: string,
  { set, failure }: PluginReading,
): readonly UncheckedView[] {
  if (!set) {
    const checks =
      side === 'target'
        ? 'missing classes, versions and changed keys were not checked'
        : 'changed keys were not checked';
    return [{ message: `${label}: ${failure.brief}: ${checks}`, hint: null, connectors: [] }];
  }
  return set.unreadable
    .filter(({ reason }) => reason !== 'not-installed')
    .map((plugin) => ({
      message: `${label}: the keys of ${plugin.className} could not be read${whyUnread(plugin)}`,
      hint: null,
      connectors: [],
    }));
}

function whyUnread({ reason, workerMessage }: UnreadablePlugin): string {
  switch (reason) {
    case 'refused':
      return ': the credentials are not allowed to';
    case 'timeout':
      return ': the worker did not answer in time';
    default:
      return workerMessage === undefined ? '' : `: ${workerMessage}`;
  }
}

/** What came of the validations on a target. */
export interface Validations {
  readonly label: string;
  readonly withheld: readonly WithheldConnector[];
  readonly outcomes: ReadonlyMap<string, ValidationOutcome>;
  readonly assessed: ReadonlyMap<string, Assessment>;
}

/** The connectors that the target did not validate, and the objections that no version may have caused. */
export function uncheckedValidations({
  label,
  withheld,
  outcomes,
  assessed,
}: Validations): readonly UncheckedView[] {
  return [
    ...ofWithheld(withheld),
    ...ofDenied(label, outcomes),
    ...ofFailed(label, outcomes),
    ...ofInconclusive(label, assessed),
  ];
}

function ofWithheld(withheld: readonly WithheldConnector[]): readonly UncheckedView[] {
  const named = (why: WithheldConnector['withheld']) =>
    withheld.filter((one) => one.withheld === why).map(({ name }) => name);
  const [secret, masked] = [named('secrets'), named('masked')];
  return [
    ...(secret.length === 0
      ? []
      : [
          {
            message: `${count(secret.length, 'connector')} with a secret in clear: not sent to the target, which did not validate them`,
            hint: 'add --send-secrets if the target may know the secrets of the source',
            connectors: secret,
          },
        ]),
    ...(masked.length === 0
      ? []
      : [
          {
            message: `${count(masked.length, 'connector')} with masked values that no file declares: the target did not validate them`,
            hint: 'declare them in files',
            connectors: masked,
          },
        ]),
  ];
}

function ofDenied(label: string, outcomes: ReadonlyMap<string, ValidationOutcome>): readonly UncheckedView[] {
  const denied = namesOf(outcomes, (outcome) => outcome.kind === 'denied');
  if (denied.length === 0) return [];
  return [
    {
      message: `the credentials for ${label} are not allowed to validate ${count(denied.length, 'connector')}`,
      hint: 'allow PUT /connector-plugins/*/config/validate, which changes nothing',
      connectors: denied,
    },
  ];
}

/** One for each class. */
function ofFailed(label: string, outcomes: ReadonlyMap<string, ValidationOutcome>): readonly UncheckedView[] {
  const reasons = new Map<string, string>();
  for (const outcome of outcomes.values()) {
    if (outcome.kind === 'failed') reasons.set(outcome.className, outcome.because);
  }
  return [...reasons]
    .sort(([one], [other]) => compareText(one, other))
    .map(([className, because]) => ({
      message: `${label} could not validate ${className}: ${because}`,
      hint: 'its validation may contact a system that the target does not reach',
      connectors: namesOf(
        outcomes,
        (outcome) =>
          (outcome.kind === 'failed' || outcome.kind === 'skipped') && outcome.className === className,
      ),
    }));
}

/** The same objection of several connectors once. */
function ofInconclusive(label: string, assessed: ReadonlyMap<string, Assessment>): readonly UncheckedView[] {
  const byMessage = new Map<string, string[]>();
  for (const [name, { inconclusive }] of assessed) {
    for (const message of inconclusive) byMessage.set(message, [...(byMessage.get(message) ?? []), name]);
  }
  return [...byMessage].map(([message, connectors]) => ({
    message: `${label} objects, which its network or its secrets may cause and not its version: ${message}`,
    hint: 'give the target the same network and secret files to have this checked',
    connectors: connectors.sort(compareText),
  }));
}

function namesOf(
  outcomes: ReadonlyMap<string, ValidationOutcome>,
  holds: (outcome: ValidationOutcome) => boolean,
): readonly string[] {
  return [...outcomes].flatMap(([name, outcome]) => (holds(outcome) ? [name] : [])).sort(compareText);
}
