import { problem } from './problem.ts';

/** What can be wrong in project and connector files. */
export const fileProblems = {
  'duplicate-connector': problem<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `two files describe the connector "${name}"`,
    hint: () => 'rename one of them, or limit each to its cluster with  clusters: [...]',
  }),
};
