import { problem } from './problem.ts';

/** What is to be said about something that was asked for by name, beside the files. */
export const manualActionProblems = {
  'reverted-by-next-apply': problem<{ name: string; asked: string; wished: string }>({
    severity: 'warning',
    message: ({ name, asked, wished }) =>
      `the next apply will undo the ${asked} of "${name}": its file wishes it ${wished}`,
    hint: ({ asked }) => `change the file as well if the ${asked} is to last`,
  }),
  'remains-failed': problem<{ name: string }>({
    severity: 'warning',
    message: ({ name }) => `what of "${name}" is FAILED stays so: only a restart brings it back`,
    hint: ({ name }) => `connect-sync restart ${name} --failed`,
  }),
  'nothing-to-restart': problem<{ name: string }>({
    severity: 'warning',
    message: ({ name }) => `"${name}" is stopped: nothing of it runs that could be restarted`,
    hint: ({ name }) => `connect-sync resume ${name} starts it`,
  }),
};
