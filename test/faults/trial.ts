import type { Clock } from '../../src/model/clock.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { makeProjectFolder } from '../support/project-folder.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { filesOf, nameOf, populate, variables } from './arrange.ts';
import { type Happened, makeTrouble } from './trouble.ts';
import type { World } from './world.ts';

/** A world that has been set up: a worker, a proxy before it, and a project. */
export interface Trial {
  readonly world: World;
  readonly sandbox: Sandbox;
  readonly proxy: FaultProxy;
  readonly happened: Happened;
  /** Sends the apply that is under way its signal. */
  interrupt(): void;
  /** `certain`: a run knows of it at once; `racing`: it goes on for a moment, or has just come to its end. */
  readonly interrupts: 'certain' | 'racing';
  wasInterrupted(run: CliRun): boolean;
  /** Lets everything go wrong that the world has in store, and applies. */
  applyDisturbed(): Promise<CliRun>;
  /** Ends all faults, and waits until nothing is under way any more. */
  calm(): Promise<void>;
  /** Runs a command in this process, with nothing in its way. */
  run(command: 'apply' | 'plan'): Promise<CliRun>;
}

/** How a command is run in a folder. */
export type Perform = (args: readonly string[], world: PerformedIn) => Promise<CliRun>;

/** What a command is run in. */
export interface PerformedIn {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly interrupt: AbortSignal;
  readonly clock: Clock;
}

/** How a trial is held. */
export interface TrialOptions {
  /** The clock of the worker, of all faults and of every command in this process. */
  readonly makeClock: (seed: number) => Clock;
  /** Runs the apply that is disturbed. */
  readonly perform: Perform;
  readonly interrupts: Trial['interrupts'];
}

/**
 * Client, proxy and worker share one process and one clock, whose time passes only while all of them wait: twenty
 * seconds of silence cost nothing, no run depends on how busy the machine is, and a seed brings back the same course.
 */
const inThisProcess: TrialOptions = {
  makeClock: (seed) => new VirtualClock({ seed, quietTurns: 12 }),
  perform: runCli,
  interrupts: 'certain',
};

/** Sets a world up, hands it over, and leaves nothing behind. */
export async function inTrial(
  world: World,
  conduct: (trial: Trial) => Promise<void>,
  options = inThisProcess,
): Promise<void> {
  const clock = options.makeClock(world.seed);
  const sandbox = await startSandbox({
    port: 0,
    connectVersion: world.version,
    anyClass: false,
    clock,
  });
  const proxy = await startFaultProxy(sandbox.url, {
    urls: world.urls,
    clock,
    latencyMilliseconds: 40,
  });
  const folder = makeProjectFolder(filesOf(world, proxy.urls));
  try {
    populate(sandbox, world);
    await conduct(makeTrial({ world, sandbox, proxy, clock, directory: folder.directory }, options));
  } finally {
    folder.remove();
    await proxy.close();
    await sandbox.close();
  }
}

interface Parts {
  readonly world: World;
  readonly sandbox: Sandbox;
  readonly proxy: FaultProxy;
  readonly clock: Clock;
  readonly directory: string;
}

function makeTrial({ world, sandbox, proxy, clock, directory }: Parts, options: TrialOptions): Trial {
  const { perform, interrupts } = options;
  const signal = new AbortController();
  const trouble = makeTrouble({ world, sandbox, proxy, clock, interrupt: () => signal.abort('SIGINT') });
  return {
    world,
    sandbox,
    proxy,
    happened: trouble.happened,
    interrupt: trouble.interrupt,
    interrupts,
    wasInterrupted: ({ exitCode, stderr }) =>
      trouble.happened.interruptedAt !== undefined &&
      (interrupts === 'certain' || exitCode === 130 || stderr.includes('SIGINT')),
    async applyDisturbed() {
      trouble.begin();
      const args = [...argumentsOf('apply', world), ...applyArguments(world)];
      const run = await perform(args, { directory, environment: variables, interrupt: signal.signal, clock });
      trouble.ended();
      return run;
    },
    async calm() {
      proxy.disturb(() => undefined);
      await proxy.quiet();
      sandbox.worker.refuseAfterRebalance(0);
      sandbox.worker.lagReads(0);
      for (const index of world.members.keys()) sandbox.worker.heal(nameOf(index));
      if (world.hook) await clock.sleep(12_000);
      await sandbox.worker.settled();
    },
    run: (command) => runCli(argumentsOf(command, world), { directory, environment: variables, clock }),
  };
}

function argumentsOf(command: 'apply' | 'plan', { options }: World): string[] {
  const pruning = ['--allow-deletes', '9', ...(options.prune ? ['--prune'] : [])];
  if (command === 'plan') return ['plan', '--detailed-exitcode', ...pruning];
  return ['apply', '--yes', '--stable-for', '1s', '--timeout', '60s', ...pruning];
}

function applyArguments({ options }: World): string[] {
  const { format, concurrency, onFailure, wait } = options;
  const choice = ['-f', format, '--concurrency', String(concurrency), '--on-failure', onFailure];
  return wait ? choice : [...choice, '--no-wait'];
}
