import type { savedPlanProblems } from '../saved-plan-problems.ts';
import type { Page } from './page.ts';

/** The pages of what can be wrong with saved plans. */
export const savedPlanPages = {
  'not-a-saved-plan': {
    means: 'The file that was given as a plan is none that  plan --out  wrote.',
    matters: 'What it would do is unknown.',
    remedy: 'Save one with  plan --out FILE.  What  plan -f json  prints is for reading only.',
  },
  'unsupported-saved-plan-version': {
    means: 'The plan was saved by a newer connect-sync.',
    matters: 'It may hold conditions that this version would not keep to.',
    remedy: 'Apply it with the version that saved it, or a newer one.',
  },
  'invalid-saved-plan': {
    means: 'The file begins like a saved plan, but something in it is not as connect-sync writes it.',
    matters: 'It was altered or cut off: nobody can say what was agreed to.',
    remedy: 'Make the plan again with  plan --out FILE.',
  },
} satisfies Record<keyof typeof savedPlanProblems, Page>;
