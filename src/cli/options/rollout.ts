import { type Command, InvalidArgumentError } from 'commander';
import { parseRollout, rolloutKeys, type WrittenRollout } from '../../model/rollout-settings.ts';

/** Adds the options of a rollout, which win over `rollout` of the project file. */
export function withRolloutOptions(command: Command): Command {
  return command
    .option(
      '--canary <n|name|glob>',
      'apply a change that connectors share to these first',
      written('canary'),
    )
    .option('--batch <n|n%|all>', 'then to this many at a time; all: no rollout', written('batch'))
    .option(
      '--max-unhealthy <n>',
      'stop a rollout when more connectors than this are unhealthy',
      written('maxUnhealthy'),
    )
    .option('--bake <duration>', 'how long each batch must stay healthy', written('bake'));
}

/** The settings among the options of a command; undefined: none was given. */
export function rolloutAmong({
  canary,
  batch,
  maxUnhealthy,
  bake,
}: WrittenRollout): WrittenRollout | undefined {
  const given = Object.entries({ canary, batch, maxUnhealthy, bake }).filter(
    ([, text]) => text !== undefined,
  );
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

function written(key: keyof WrittenRollout): (text: string) => string {
  return (text) => {
    if (parseRollout({ [key]: text }).invalid.length === 0) return text;
    throw new InvalidArgumentError(`Expected ${rolloutKeys[key]}.`);
  };
}
