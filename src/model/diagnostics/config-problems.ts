import { problem } from './problem.ts';

/** What a worker takes without a word, though it does not do what was meant. */
export const configProblems = {
  'misspelled-key': problem<{ key: string; near: string }>({
    severity: 'warning',
    message: ({ key }) => `"${key}" is likely misspelt: a worker would take it and ignore it`,
    hint: ({ near }) => `did you mean ${near}?`,
  }),
  'alias-without-type': problem<{ list: 'transforms' | 'predicates'; alias: string }>({
    severity: 'warning',
    message: ({ list, alias }) => `"${list}" names "${alias}", but there is no ${list}.${alias}.type`,
    hint: ({ list, alias }) => `add  ${list}.${alias}.type , or take "${alias}" off the list`,
  }),
  'alias-not-listed': problem<{ list: 'transforms' | 'predicates'; alias: string }>({
    severity: 'warning',
    message: ({ list, alias }) => `${list}.${alias}.type does nothing: "${list}" does not name "${alias}"`,
    hint: ({ list, alias }) => `add "${alias}" to  ${list} , or remove its keys`,
  }),
  'unused-predicate': problem<{ alias: string }>({
    severity: 'warning',
    message: ({ alias }) => `the predicate "${alias}" does nothing: no transformation refers to it`,
    hint: ({ alias }) => `add  transforms.NAME.predicate: ${alias} , or remove the predicate`,
  }),
  'dead-letter-queue-on-source': problem<{ key: string }>({
    severity: 'warning',
    message: ({ key }) => `"${key}" does nothing here: only sinks have a dead letter queue`,
    hint: () => 'remove it; errors.log.enable: true  logs what a source cannot handle',
  }),
  'silent-record-loss': problem<Record<never, never>>({
    severity: 'warning',
    message: () => 'with errors.tolerance: all, records that cannot be handled vanish without a trace',
    hint: () => 'add  errors.deadletterqueue.topic.name  (sinks), or at least  errors.log.enable: true',
  }),
  'missing-comma': problem<{ key: string; element: string }>({
    severity: 'warning',
    message: ({ key, element }) => `an element of the list "${key}" holds a space: ${element}`,
    hint: () => 'is a comma missing?',
  }),
};
