import { problem } from './problem.ts';

/** Consequences of options and manual actions that the user must know. */
export const manualActionProblems = {
  'allows-nothing': problem<{ pattern: string }>({
    severity: 'warning',
    message: ({ pattern }) => `--allow-unhealthy ${pattern}: no file declares a connector that matches`,
    hint: 'correct it, or leave it out',
    means:
      'The option  --allow-unhealthy  names a connector that no file declares, or a glob that matches none.',
    matters: 'It allows nothing: the connector that was meant still ends the run with exit code 25.',
    remedy: 'Correct the name or glob, or leave the option out.',
  }),
  'reverted-by-next-apply': problem<{ name: string; action: string; declared: string }>({
    severity: 'warning',
    message: ({ name, action, declared }) =>
      `the next apply will revert the ${action} of "${name}": its file declares it ${declared}`,
    hint: ({ action }) =>
      action === 'deletion'
        ? 'to keep the deletion, delete the file as well, or set  state: absent  in it'
        : `to keep the ${action}, change the file as well`,
    means: 'A manual action changed a connector, but its file declares another state.',
    matters: 'The next apply changes the connector back to what the file declares.',
    remedy: 'To keep the change, change the file as well.',
  }),
  'remains-failed': problem<{ name: string }>({
    severity: 'warning',
    message: ({ name }) => `the FAILED connector or tasks of "${name}" stay FAILED until they are restarted`,
    hint: ({ name }) => `connect-sync restart ${name} --failed`,
    means: 'The state of a connector was changed while the connector or one of its tasks was FAILED.',
    matters: 'Kafka Connect does not start what is FAILED when the state changes: only a restart does.',
    remedy: 'Fix the cause of the failure, then run  connect-sync restart NAME --failed .',
  }),
  'nothing-to-restart': problem<{ name: string }>({
    severity: 'warning',
    message: ({ name }) => `"${name}" is stopped: it has no tasks to restart`,
    hint: ({ name }) => `start it with  connect-sync resume ${name}`,
    means: 'A stopped connector was to be restarted.',
    matters: 'A stopped connector has no tasks: a restart has no effect.',
    remedy: 'Start it with  connect-sync resume NAME .',
  }),
};
