import { problem } from './problem.ts';

/** Problems with a saved plan that is read back. */
export const savedPlanProblems = {
  'not-a-saved-plan': problem<{ found: string | undefined }>({
    severity: 'error',
    message: ({ found }) =>
      found === undefined
        ? 'not a saved plan: "format" is not "connect-sync/saved-plan"'
        : `not a saved plan: "format" is "${found}"`,
    hint: ({ found }) =>
      found === 'connect-sync/plans'
        ? 'plan -f json prints a plan that cannot be applied; save one with plan --out FILE'
        : 'save a plan with plan --out FILE',
    means: 'The file was not written by  plan --out .',
    matters: 'It is unclear which changes it would apply.',
    remedy: 'Save a plan with  plan --out FILE . The output of  plan -f json  cannot be applied.',
  }),
  'unsupported-saved-plan-version': problem<{ version: string }>({
    severity: 'error',
    message: ({ version }) =>
      `saved plan version ${version} is not supported: this connect-sync reads version 1 only`,
    hint: 'use the connect-sync that wrote it, or a newer one',
    means: 'A newer connect-sync saved the plan.',
    matters: 'It may contain conditions that this version would ignore.',
  }),
  'invalid-saved-plan': problem<{ where: string; fault: string }>({
    severity: 'error',
    message: ({ where, fault }) => `invalid saved plan: ${where} ${fault}`,
    hint: 'save the plan again with plan --out FILE',
    means: 'The file is a saved plan, but its contents are invalid.',
    matters: 'It was modified or truncated, so it is no longer the plan that was reviewed.',
  }),
};
