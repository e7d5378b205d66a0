import { problem } from './problem.ts';

/** What can be wrong between the files and a cluster: objections of a worker, wishes it cannot fulfil. */
export const clusterProblems = {
  'refused-by-worker': problem<{ name: string; key: string; workerMessage: string }>({
    severity: 'error',
    message: ({ name, key, workerMessage }) => `the worker refuses "${key}" of ${name}: ${workerMessage}`,
    hint: () => undefined,
  }),
};
