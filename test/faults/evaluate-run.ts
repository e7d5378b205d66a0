import type { CliRun } from '../support/run-cli.ts';
import { checkConvergence, checkLaws } from './laws.ts';
import { inTrial, type Trial } from './trial.ts';
import type { World } from './world.ts';

/** Applies in a world of faults, and checks every promise for the run and the one after it. */
export async function checkWorld(world: World): Promise<void> {
  await inTrial(world, async (trial) => checkRun(trial, await trial.applyDisturbed()));
}

/** Checks every promise for a run and the one after it. */
export async function checkRun(trial: Trial, run: CliRun): Promise<void> {
  await explaining(trial, run, async () => {
    await trial.proxy.quiet();
    checkLaws(trial, run);
    await checkConvergence(trial);
  });
}

/** Checks; a failure shows the requests and the output of the program. */
export async function explaining(trial: Trial, run: CliRun, check: () => Promise<void>): Promise<void> {
  const wire = trial.proxy.requests.map((request) => ({ ...request }));
  try {
    await check();
  } catch (error) {
    const world = JSON.stringify(trial.world);
    const why = error instanceof Error ? error.message : String(error);
    throw new Error([why, world, ...wire.map(inWords), inWordsOf(run)].join('\n'), { cause: error });
  }
}

function inWords(request: Trial['proxy']['requests'][number]): string {
  const { index, method, path, fault, workerStatus, seenStatus, arrived, ended } = request;
  const trouble = fault ? ` [${fault.kind}]` : '';
  const answers = `worker ${workerStatus ?? '-'}, client ${seenStatus ?? '-'}`;
  return `${index}: ${arrived}-${ended} ${method} ${path}${trouble} ${answers}`;
}

function inWordsOf({ exitCode, stdout, stderr }: CliRun): string {
  return `exit ${exitCode}\n${stdout}\n${stderr}`;
}
