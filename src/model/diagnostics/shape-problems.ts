import { listOf } from './list-of.ts';
import { problem } from './problem.ts';

/** What can be wrong with the shape of a project or connector file. */
export const schemaProblems = {
  'not-a-mapping': problem<{ expected: string }>({
    severity: 'error',
    message: ({ expected }) => `${expected} is a mapping of keys to values, this is something else`,
    hint: () => undefined,
  }),
  'unknown-key': problem<{ key: string; within: string; suggestion: string | undefined }>({
    severity: 'error',
    message: ({ key, within }) => `${within} has no key "${key}"`,
    hint: ({ suggestion }) =>
      suggestion ? `did you mean "${suggestion}"?` : 'keys of your own begin with  x-',
  }),
  'not-supported-yet': problem<{ feature: string }>({
    severity: 'error',
    message: ({ feature }) => `${feature} is not supported by this version of connect-sync yet`,
    hint: () => 'remove it: if it were ignored, the cluster would not be as the file says',
  }),
  'config-key-at-top-level': problem<{ key: string }>({
    severity: 'error',
    message: ({ key }) => `"${key}" belongs to the configuration, but does not stand in it`,
    hint: () => 'indent it below  config:',
  }),
  'missing-key': problem<{ key: string; within: string }>({
    severity: 'error',
    message: ({ key, within }) => `${within} needs a "${key}"`,
    hint: () => undefined,
  }),
  'missing-config': problem<Record<never, never>>({
    severity: 'error',
    message: () => 'this connector has no configuration',
    hint: () => 'add  config:  or, if the connector shall be deleted,  state: absent',
  }),
  'change-while-without-state': problem<Record<never, never>>({
    severity: 'error',
    message: () => '"changeWhile" needs a "state", the one to return to once the configuration is written',
    hint: () =>
      'add  state: running  (without it, a run that is cut off would leave the connector suspended for ever)',
  }),
  'invalid-type': problem<{ key: string; expected: string }>({
    severity: 'error',
    message: ({ key, expected }) => `"${key}" must be ${expected}`,
    hint: () => undefined,
  }),
  'invalid-value': problem<{ key: string; allowed: readonly string[]; suggestion: string | undefined }>({
    severity: 'error',
    message: ({ key, allowed }) => `"${key}" must be ${listOf(allowed, 'or')}`,
    hint: ({ suggestion }) => suggestion && `did you mean "${suggestion}"?`,
  }),
  'invalid-key-name': problem<{ key: string; within: string; allowed: string }>({
    severity: 'error',
    message: ({ key, within, allowed }) => `"${key}" cannot be a key of ${within}: ${allowed}`,
    hint: () => undefined,
  }),
  'empty-list': problem<{ key: string }>({
    severity: 'error',
    message: ({ key }) => `"${key}" is an empty list`,
    hint: () => 'add an element, or remove the key',
  }),
  'empty-value': problem<{ key: string }>({
    severity: 'error',
    message: ({ key }) => `"${key}" has no value`,
    hint: () => 'write ""  if the empty text is meant, else add the value or remove the key',
  }),
  'nested-config': problem<{ key: string; flat: readonly string[] }>({
    severity: 'error',
    message: ({ key }) => `"${key}" holds a nested mapping: a configuration is flat`,
    hint: ({ flat }) => `write  ${flat.map((name) => `${name}: …`).join('  and  ')}`,
  }),
  'nested-list': problem<{ key: string }>({
    severity: 'error',
    message: ({ key }) => `the list of "${key}" holds something that is not a plain value`,
    hint: () => 'a list is written to the worker as its elements with commas between them',
  }),
};
