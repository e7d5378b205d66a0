import type { manualActionProblems } from '../manual-action-problems.ts';
import type { Page } from './page.ts';

/** The pages of what is to be said about something that was asked for by name. */
export const manualActionPages = {
  'reverted-by-next-apply': {
    means: 'Something was done to a connector by name, and its file wishes otherwise.',
    matters: 'The next apply brings back what the file says.',
    remedy: 'Change the file as well if it is to last.',
  },
  'remains-failed': {
    means: 'A state was asked for of a connector of which something has FAILED.',
    matters:
      'Kafka Connect keeps what is FAILED as it is, whichever state is asked for: only a restart starts it again.',
    remedy: 'Mend what it fails on, then  connect-sync restart NAME --failed.',
  },
  'nothing-to-restart': {
    means: 'A restart was asked for of a connector that is stopped.',
    matters: 'A stopped connector has no tasks: a restart changes nothing.',
    remedy: 'connect-sync resume NAME  starts it.',
  },
} satisfies Record<keyof typeof manualActionProblems, Page>;
