import { onTestFinished } from 'vitest';
import type { ControllerInput, RunControllerPorts } from '../../src/controller/run-controller.ts';
import { runController } from '../../src/controller/run-controller.ts';
import type { RunView } from '../../src/model/controller-view.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { makeProjectFolder, type ProjectFolder } from '../support/project-folder.ts';
import { changesCluster } from '../support/tryout.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { controllerInput } from './controller-input.ts';
import { type Reports, recordReports } from './record-reports.ts';

/** A connector file of a file source. */
export function fileSource(topic: string, more = ''): string {
  return `config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: ${topic}\n  file: /tmp/${topic}.txt\n${more}`;
}

/**
 * A folder, a sandbox and a clock whose time passes while everything waits: a test runs hours of a controller, and acts
 * between its runs. Where a test decides when each run starts, and moves the clock itself, see `trial.ts`.
 */
export interface ControllerWorld extends Pick<Reports, 'view' | 'unexpected' | 'events'> {
  readonly folder: ProjectFolder;
  readonly sandbox: Sandbox;
  readonly clock: VirtualClock;
  /** Method and path of every request that changed the worker since the last call. */
  takeWrites(): readonly string[];
  /**
   * Runs the controller. Before each cycle but the first, `between` gets the number of cycles so far; `stop` ends it as
   * a SIGTERM does.
   */
  run(
    input: Partial<ControllerInput>,
    between?: (cycle: number, world: Running) => void | Promise<void>,
  ): Promise<Ran>;
}

/** What a test may do while the controller runs. */
export interface Running {
  readonly stop: () => void;
  readonly trigger: () => void;
}

/** What came of it: every run, by cluster. */
export interface Ran {
  readonly runs: readonly (RunView & { readonly cluster: string })[];
}

/** Sets up a world in which the cluster `dev` is the sandbox. */
export async function controllerWorld(
  files: Readonly<Record<string, string>>,
  options: Partial<SandboxOptions> = {},
): Promise<ControllerWorld> {
  const clock = new VirtualClock({ quietTurns: 12 });
  const sandbox = await startSandbox({ port: 0, connectVersion: '4.3', anyClass: false, clock, ...options });
  const project = `version: 1\nclusters:\n  dev: { url: "${sandbox.url}" }\n`;
  const folder = makeProjectFolder({ 'connect-sync.yaml': project, ...files });
  onTestFinished(async () => {
    folder.remove();
    await sandbox.close();
  });
  const { ports, view, unexpected, events } = recordReports();
  return {
    ...{ folder, sandbox, clock, view, unexpected, events },
    takeWrites() {
      const writes = sandbox.requests.filter(changesCluster).map(({ method, path }) => `${method} ${path}`);
      sandbox.clearRequests();
      return writes;
    },
    async run(input, between) {
      const runs: (RunView & { cluster: string })[] = [];
      const interrupt = new AbortController();
      let trigger: () => void = () => undefined;
      const own: RunControllerPorts = {
        ...ports,
        clock,
        signal: interrupt.signal,
        onRun: (cluster, run) => {
          runs.push({ ...run, cluster });
          const cycles = runs.filter((one) => one.cluster === cluster && one.trigger !== 'follow-up').length;
          const running = { stop: () => interrupt.abort('SIGTERM'), trigger: () => trigger() };
          // After a follow-up, if there is one: what it reads is what the run left.
          if (!run.counts.applied) void between?.(cycles, running);
        },
        onTrigger: (run) => {
          trigger = run;
        },
      };
      const apply = {
        concurrency: 4,
        wait: true,
        stableForMilliseconds: 1_000,
        onFailure: 'halt',
        backup: 'none',
      } as const;
      await runController(controllerInput(folder.directory, { apply, mode: 'heal', ...input }), own);
      return { runs };
    },
  };
}
