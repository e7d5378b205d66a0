import { releaseOf } from '../worker-version.ts';
import { listOf } from './list-of.ts';
import { problem } from './problem.ts';

/** Problems between the declared state and a cluster: what a worker rejects, does not support or would ignore. */
export const clusterProblems = {
  'rejected-by-worker': problem<{ name: string; key: string; workerMessage: string }>({
    severity: 'error',
    message: ({ name, key, workerMessage }) => `the worker rejects "${key}" of ${name}: ${workerMessage}`,
    means:
      'The worker rejected a value when it validated the config. The message quotes the worker; (not shown) stands for words that may be a value that the worker resolved from a reference such as ${file:…}.',
    matters: 'The write would fail, or the connector would not start.',
    remedy: 'Correct the value. --no-validate skips the check, but does not solve the problem.',
  }),
  'config-rejected': problem<{ name: string; workerMessage: string }>({
    severity: 'error',
    message: ({ name, workerMessage }) => `the worker rejects the config of ${name}: ${workerMessage}`,
    means: 'The worker rejects the config as a whole.',
    matters: 'The write would fail.',
    remedy: 'Correct what the worker reports in the message.',
  }),
  'plugin-not-installed': problem<{
    name: string;
    className: string | undefined;
    near: string | undefined;
  }>({
    severity: 'error',
    message: ({ name, className }) =>
      className === undefined
        ? `the plugin in connector.class of ${name} is not installed on the worker`
        : `plugin ${className} is not installed on the worker (connector.class of ${name})`,
    hint: ({ near }) =>
      near === undefined
        ? 'install the plugin on every worker (plugin.path) and restart them; connect-sync plugins lists the installed plugins'
        : `did you mean ${near}? connect-sync plugins lists the installed plugins`,
    means: 'The class in connector.class is not installed on any worker of the cluster.',
    matters: 'The connector cannot be created.',
    remedy: 'Correct the class, or install the plugin on every worker (plugin.path) and restart them.',
  }),
  'state-not-supported': problem<{ name: string; state: string; workerVersion: string; since: string }>({
    severity: 'error',
    message: ({ name, state, workerVersion, since }) =>
      `${name} is declared ${state}, which requires Kafka Connect ${since}; the worker runs ${workerVersion}`,
    hint: 'declare  state: paused  there, which keeps the tasks, or limit the connector to newer clusters',
    means: 'The declared state requires a newer version of Kafka Connect than the worker runs.',
    matters: `stopped  requires ${releaseOf('stop')}: an older worker cannot stop a connector.`,
    remedy: 'Declare  paused  there, for example with an override for that cluster, or upgrade the worker.',
  }),
  'change-while-not-supported': problem<{ name: string; workerVersion: string; since: string }>({
    severity: 'error',
    message: ({ name, workerVersion, since }) =>
      `changeWhile: stopped of ${name} requires Kafka Connect ${since}; the worker runs ${workerVersion}`,
    hint: 'declare  changeWhile: paused  there, which keeps the tasks, or limit the connector to newer clusters',
    means: 'The connector must be stopped while its config changes, but the worker cannot stop connectors.',
    matters: `stopped  requires Kafka Connect ${releaseOf('stop')}: the config would change while tasks are running.`,
  }),
  'plugin-version-ignored': problem<{
    readonly name: string;
    readonly keys: readonly string[];
    readonly workerVersion: string;
    readonly since: string;
  }>({
    severity: 'warning',
    message: ({ name, keys, workerVersion, since }) =>
      `Kafka Connect ${workerVersion} ignores ${listOf(keys, 'and')} of ${name}, which requires ${since} or later: the version is not pinned`,
    hint: 'install only the intended version of the plugin on its workers, or upgrade them',
    means: 'The config pins the version of a plugin, and the worker is too old to know the key.',
    matters: 'The worker accepts the key and runs the latest version that is installed.',
    remedy: 'Remove the key for that cluster, for example with an override, or upgrade the worker.',
  }),
  'undefined-config-key': problem<{ name: string; key: string; near: string }>({
    severity: 'warning',
    message: ({ name, key }) => `unknown key "${key}" in ${name}: the worker accepts and ignores it`,
    hint: ({ near }) => `did you mean ${near}?`,
    means: 'Neither the plugin nor the worker defines the key, but they define a key with similar spelling.',
    matters: 'A worker ignores unknown keys: the setting has no effect.',
    remedy: 'Correct it as the hint says.',
    before:
      '# connectors/orders.yaml\nconfig:\n  connector.class: org.example.OrdersSource\n  topic: orders\n  batch.szie: 500\n',
    after:
      '# connectors/orders.yaml\nconfig:\n  connector.class: org.example.OrdersSource\n  topic: orders\n  batch.size: 500\n',
  }),
  'unmatched-ignored-key': problem<{ glob: string }>({
    severity: 'warning',
    message: ({ glob }) => `"${glob}" in  ignoreKeys  matches no key, neither declared nor live`,
    hint: 'correct it, or remove it; * matches any text',
    means: 'An entry of  ignoreKeys  matches no key of the connectors that it applies to.',
    matters: 'A misspelled entry protects nothing: the key it was meant for is overwritten.',
    remedy: 'Correct the entry, or remove it.',
  }),
  'rewrites-nothing': problem<{ pattern: string }>({
    severity: 'warning',
    message: ({ pattern }) =>
      `--rewrite-masked ${pattern} rewrites nothing: the worker masks no declared value of these connectors`,
    hint: 'a value that is not masked is compared, and written where it differs',
    means: 'No declared value of the connectors that  --rewrite-masked  names is masked on this cluster.',
    matters: 'Nothing is written because of the option.',
    remedy: 'Leave the option out. A value that is not masked is compared, and written where it differs.',
  }),
  'possible-rename': problem<{ from: string; to: string }>({
    severity: 'warning',
    message: ({ from, to }) =>
      `possible rename: ${from} is deleted and ${to} is created with almost the same config`,
    hint: 'offsets belong to the name and are not moved: a source starts over, a sink uses another consumer group',
    means: 'One connector is deleted and another one is created with almost the same config.',
    matters: 'Offsets belong to the name: a source starts over, a sink uses another consumer group.',
    remedy: 'Keep the old name, or move the offsets first.',
  }),
  'validation-denied': problem<{ readonly count: number; readonly names: readonly string[] }>({
    severity: 'warning',
    message: ({ count, names }) =>
      `${count === 1 ? '1 config was' : `${count} configs were`} not validated${
        names.length === 0 ? '' : ` (${listOf(names, 'and')})`
      }: the credentials do not permit it`,
    hint: 'use credentials that permit PUT /connector-plugins/{class}/config/validate, or skip the check with --no-validate',
    means: 'The credentials permit reads, but not the validation of configs.',
    matters: 'A mistake is found only when the change is applied.',
  }),
  'key-types-unavailable': problem<{ readonly className: string }>({
    severity: 'warning',
    message: ({ className }) =>
      `cannot read the key types of ${className}: its passwords are recognized by name only`,
    hint: 'check that the plugin is installed on every worker (connect-sync cluster, GET /connector-plugins)',
    means: 'The worker does not report which keys of a class are passwords.',
    matters: 'They are masked by name and value only, which finds almost all of them.',
    remedy: 'Check that the plugin is installed and that the cluster can be reached.',
  }),
  'suspended-absent': problem<{ name: string }>({
    severity: 'warning',
    message: ({ name }) => `"${name}" is not deleted although its state is absent, because it is suspended`,
    hint: 'remove  reconcile  from its file to delete it, or  state: absent  to keep it',
    means: 'A connector is to be deleted, and its suspension keeps it.',
    matters: 'Nothing happens, and when the suspension ends the connector is deleted.',
    remedy: 'Remove one of them.',
  }),
  'suspension-ended': problem<{ name: string; until: string }>({
    severity: 'warning',
    message: ({ name, until }) => `"${name}" was suspended until ${until} and is reconciled again`,
    hint: 'remove  reconcile  from its file, or write a later  until',
    means: 'The end of a suspension has passed.',
    matters: 'The file still says that the connector is suspended, which it no longer is.',
    remedy: 'Remove  reconcile  from the file, or extend it.',
  }),
};
