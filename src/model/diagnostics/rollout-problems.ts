import { problem } from './problem.ts';

/** Problems with the settings of rollouts. */
export const rolloutProblems = {
  'invalid-rollout': problem<{ key: string; expected: string }>({
    severity: 'error',
    message: ({ key, expected }) => `rollout.${key} must be ${expected}`,
    means: 'A setting of  rollout:  has a value that it cannot have.',
    matters: 'It decides how many connectors a shared change may harm before it stops.',
    remedy: 'Write  canary  as a number, a name or a glob,  batch  as a number, a percentage or all.',
    before: '# connect-sync.yaml\nversion: 1\nrollout: {batch: 0%}\n',
    after: '# connect-sync.yaml\nversion: 1\nrollout: {batch: 10%}\n',
  }),
};

/** Problems that only a plan shows. */
export const canaryProblems = {
  'unknown-canary': problem<{ canary: string; near: string | undefined }>({
    severity: 'error',
    message: ({ canary }) => `no declared connector has the name of the canary "${canary}"`,
    hint: ({ near }) =>
      near === undefined ? 'name a declared connector, or a number of connectors' : `did you mean "${near}"?`,
    means: 'The canary of a rollout is named, and no connector has that name.',
    matters: 'Another connector would be the first to get a change that may break it.',
    remedy: 'Correct  canary:  of the project file or  --canary .',
  }),
  'unused-canary': problem<{ canary: string; instead: string }>({
    severity: 'warning',
    message: ({ canary, instead }) =>
      `the canary "${canary}" does not change, is not healthy, or does not run: "${instead}" is the canary`,
    hint: 'name a connector that runs and has the change, or a number of connectors',
    means: 'The connector that is named as the canary cannot show what the change does.',
    matters: 'Another connector is the first to get the change.',
  }),
};
