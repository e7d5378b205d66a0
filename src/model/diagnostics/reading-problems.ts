import { problem } from './problem.ts';

/** What could not be read of a cluster, so that something stays unchecked. */
export const readingProblems = {
  'validation-denied': problem<{ readonly count: number }>({
    severity: 'warning',
    message: ({ count }) =>
      `the credentials may not validate on the worker: ${count === 1 ? '1 configuration is' : `${count} configurations are`} unvalidated`,
    hint: () =>
      'use credentials that may send PUT /connector-plugins/{class}/config/validate, or --no-validate to say so',
  }),
  'key-types-unavailable': problem<{ readonly className: string }>({
    severity: 'warning',
    message: ({ className }) =>
      `the worker does not tell the key types of ${className}: its passwords are known by their names only`,
    hint: () =>
      'check that the plugin is installed on every worker (connect-sync cluster, GET /connector-plugins)',
  }),
};
