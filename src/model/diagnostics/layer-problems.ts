import { listOf } from './list-of.ts';
import { problem } from './problem.ts';

/** What can be wrong with defaults, profiles, overrides and what removes inherited keys. */
export const layerProblems = {
  'unknown-profile': problem<{ profile: string; known: readonly string[]; suggestion: string | undefined }>({
    severity: 'error',
    message: ({ profile }) => `the project file has no profile "${profile}"`,
    hint: ({ known, suggestion }) => {
      if (suggestion) return `did you mean "${suggestion}"?`;
      return known.length > 0 ? `there are ${listOf(known, 'and')}` : 'write it under  profiles:';
    },
  }),
  'profile-cycle': problem<{ names: readonly string[] }>({
    severity: 'error',
    message: ({ names }) =>
      names.length === 1
        ? `the profile "${names[0]}" extends itself`
        : `these profiles extend one another: ${[...names, names[0]].join(' -> ')}`,
    hint: () => 'remove one of the entries of  extends:',
  }),
  'key-not-inheritable': problem<{ key: string; where: string }>({
    severity: 'error',
    message: ({ key, where }) => `"${key}" cannot stand in  ${where}:  of all places`,
    hint: ({ key }) =>
      key === 'name'
        ? 'every connector has a name of its own: give it in its file'
        : 'defaults are chosen by the class: give it in the connector file or in a profile',
  }),
  'misplaced-unset': problem<{ hasValue: boolean }>({
    severity: 'error',
    message: ({ hasValue }) =>
      hasValue
        ? '!unset removes an inherited key, and takes no value'
        : '!unset removes an inherited key of a configuration, and means nothing here',
    hint: ({ hasValue }) =>
      hasValue ? 'write  !unset  alone, or the value without it' : 'remove the key if it is not wanted',
  }),
  'unset-without-effect': problem<{ key: string }>({
    severity: 'warning',
    message: ({ key }) => `!unset removes nothing: no weaker place sets "${key}"`,
    hint: () => 'is the key spelt as in the default or profile that sets it? else remove the line',
  }),
  'unused-override': problem<{ cluster: string }>({
    severity: 'warning',
    message: ({ cluster }) => `this override never counts: the connector is not for the cluster "${cluster}"`,
    hint: () => 'add the cluster to  clusters:  or remove the override',
  }),
  'unused-default': problem<Record<never, never>>({
    severity: 'warning',
    message: () => 'this default matches no connector',
    hint: () =>
      'match.class is compared with connector.class as it is written in the connector file or its profile; * stands for anything',
  }),
};
