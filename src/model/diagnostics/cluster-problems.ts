import { problem } from './problem.ts';

/** What can be wrong between the files and a cluster: objections of a worker, wishes it cannot fulfil. */
export const clusterProblems = {
  'rejected-by-worker': problem<{ name: string; key: string; workerMessage: string }>({
    severity: 'error',
    message: ({ name, key, workerMessage }) => `the worker refuses "${key}" of ${name}: ${workerMessage}`,
    hint: () => undefined,
  }),
  'config-rejected': problem<{ name: string; workerMessage: string }>({
    severity: 'error',
    message: ({ name, workerMessage }) => `the worker refuses the configuration of ${name}: ${workerMessage}`,
    hint: () => undefined,
  }),
  'plugin-not-installed': problem<{
    name: string;
    className: string | undefined;
    near: string | undefined;
  }>({
    severity: 'error',
    message: ({ name, className }) =>
      className === undefined
        ? `the worker has no plugin of the connector.class of ${name}`
        : `the worker has no plugin ${className}, which is the connector.class of ${name}`,
    hint: ({ near }) =>
      near === undefined
        ? 'install the plugin on every worker (plugin.path) and restart them; connect-sync plugins lists what is there'
        : `did you mean ${near}? connect-sync plugins lists what is installed`,
  }),
  'state-not-supported': problem<{ name: string; state: string; workerVersion: string; since: string }>({
    severity: 'error',
    message: ({ name, state, workerVersion, since }) =>
      `${name} is wished ${state}, which Kafka Connect ${workerVersion} does not know: it came with ${since}`,
    hint: () =>
      'wish for  state: paused  there, which keeps its tasks, or limit the connector to newer clusters',
  }),
  'change-while-not-supported': problem<{ name: string; workerVersion: string; since: string }>({
    severity: 'error',
    message: ({ name, workerVersion, since }) =>
      `${name} shall be stopped while its configuration changes, and Kafka Connect ${workerVersion} cannot stop a connector: that came with ${since}`,
    hint: () =>
      'write  changeWhile: paused  there, which keeps its tasks, or limit the connector to newer clusters',
  }),
  'undefined-config-key': problem<{ name: string; key: string; near: string }>({
    severity: 'warning',
    message: ({ name, key }) =>
      `nobody defines the key "${key}" of ${name}: a worker takes it and ignores it`,
    hint: ({ near }) => `did you mean ${near}?`,
  }),
  'possible-rename': problem<{ from: string; to: string }>({
    severity: 'warning',
    message: ({ from, to }) =>
      `${from} is deleted and ${to} created with nearly the same configuration: this looks like a rename`,
    hint: () =>
      'offsets belong to the name and do not move: a source starts anew, a sink reads as another consumer group',
  }),
};
