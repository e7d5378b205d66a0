import type { CliRun } from '../support/run-cli.ts';
import { checkConvergence, checkLaws } from './laws.ts';
import { inTrial, type Trial } from './trial.ts';
import type { World } from './world.ts';

/** Applies in a world of trouble and holds the run, and the one after it, to every promise. */
export async function judge(world: World): Promise<void> {
  await inTrial(world, async (trial) => {
    const run = await trial.applyDisturbed();
    await trial.proxy.quiet();
    const story = tell(trial, run);
    try {
      checkLaws(trial, run);
      await checkConvergence(trial);
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : error}\n${story}`, { cause: error });
    }
  });
}

/** What went over the wire and what the program said, for whoever has to find out why. */
function tell({ proxy }: Trial, { exitCode, stdout, stderr }: CliRun): string {
  const wire = proxy.requests.map(
    ({ index, method, path, fault, workerStatus, seenStatus, arrived, ended }) => {
      const trouble = fault ? ` [${fault.kind}]` : '';
      return `${index}: ${arrived}-${ended} ${method} ${path}${trouble} worker ${workerStatus ?? '-'}, client ${seenStatus ?? '-'}`;
    },
  );
  return [...wire, `exit ${exitCode}`, stdout, stderr].join('\n');
}
