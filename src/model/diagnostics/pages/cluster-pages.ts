import type { clusterProblems } from '../cluster-problems.ts';
import type { readingProblems } from '../reading-problems.ts';
import type { Page } from './page.ts';

/** The pages of what can be wrong between the files and a cluster. */
export const clusterPages = {
  'rejected-by-worker': {
    means: 'The plugin, asked on the worker, refuses a value. Its own words are in the message.',
    matters: 'The write would fail, or the connector not start.',
    remedy: 'Correct the value. --no-validate leaves the question out, not the problem.',
  },
  'config-rejected': {
    means: 'The worker refuses the configuration as a whole.',
    matters: 'The write would fail.',
    remedy: "Correct what the worker's words in the message say.",
  },
  'plugin-not-installed': {
    means: 'No worker of the cluster has the class that connector.class names.',
    matters: 'The connector could not be created.',
    remedy: 'Correct the class, or install the plugin on every worker (plugin.path) and restart them.',
  },
  'state-not-supported': {
    means: 'The wished state came with a later version of Kafka Connect than the worker has.',
    matters: 'stopped  needs 3.5: an older worker has no way to do it.',
    remedy: 'Wish for  paused  there, with an override for that cluster perhaps, or upgrade the worker.',
  },
  'change-while-not-supported': {
    means: 'The connector shall be stopped while its configuration changes, and the worker cannot stop one.',
    matters: 'stopped  needs Kafka Connect 3.5: the change would meet running tasks.',
    remedy:
      'Write  changeWhile: paused  there, which keeps the tasks, or limit the connector to newer clusters.',
  },
  'undefined-config-key': {
    means:
      'Neither the plugin nor the worker defines the key, and one that is defined is spelt nearly alike.',
    matters: 'A worker ignores keys that it does not know: the setting has no effect.',
    remedy: 'Correct it as the hint says.',
  },
  'possible-rename': {
    means: 'One connector is deleted and another created with nearly the same configuration.',
    matters: 'Offsets belong to the name: a source starts anew, a sink reads as another consumer group.',
    remedy: 'Keep the old name, or move the offsets by hand before.',
  },
  'validation-denied': {
    means: 'The credentials may read, but not ask plugins to validate.',
    matters: 'A mistake is found only when it is applied.',
    remedy:
      'Use credentials that may send PUT /connector-plugins/{class}/config/validate, or say --no-validate.',
  },
  'key-types-unavailable': {
    means: 'The worker does not tell which keys of a class are passwords.',
    matters: 'They are masked by their names and values only, which finds nearly all of them, but not all.',
    remedy: 'Check that the plugin is installed and the cluster can be reached.',
  },
} satisfies Record<keyof typeof clusterProblems | keyof typeof readingProblems, Page>;
