import { problem } from './problem.ts';

/** What can be wrong with a file that is to be a saved plan. */
export const savedPlanProblems = {
  'not-a-saved-plan': problem<{ found: string | undefined }>({
    severity: 'error',
    message: ({ found }) =>
      found === undefined
        ? 'this is no saved plan: "format" is not "connect-sync/saved-plan"'
        : `this is no saved plan, but a "${found}"`,
    hint: ({ found }) =>
      found === 'connect-sync/plan'
        ? 'plan -f json prints a plan to be read; plan --out FILE saves one that can be applied'
        : 'plan --out FILE saves one',
  }),
  'unsupported-saved-plan-version': problem<{ version: string }>({
    severity: 'error',
    message: ({ version }) => `this saved plan has version ${version}, and only version 1 is known here`,
    hint: () => 'use the connect-sync that wrote it, or a newer one',
  }),
  'invalid-saved-plan': problem<{ where: string; fault: string }>({
    severity: 'error',
    message: ({ where, fault }) => `this is not as a plan is saved: ${where} ${fault}`,
    hint: () => 'a saved plan is used as it was written: make it again with plan --out',
  }),
};
