import type { ControllerInput } from '../../src/controller/run-controller.ts';

/** The input of a controller of the project in a folder, with what a test sets; the rest does not matter to it. */
export function controllerInput(
  directory: string,
  {
    environment = {},
    ...given
  }: Partial<ControllerInput> & { readonly environment?: Readonly<Record<string, string>> },
): ControllerInput {
  return {
    project: { directory, environment: new Map(Object.entries(environment)), version: '0.1.0' },
    clusters: { clusters: [], allClusters: true, variable: undefined },
    plan: {},
    apply: { concurrency: 4, wait: true, stableForMilliseconds: 1_000, onFailure: 'halt' },
    mode: 'observe',
    intervalMilliseconds: 180_000,
    settleMilliseconds: 0,
    restarts: { delayMilliseconds: 60_000, resetMilliseconds: 3_600_000 },
    ...given,
  };
}
