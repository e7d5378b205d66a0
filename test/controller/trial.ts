import { onTestFinished } from 'vitest';
import type { ControllerInput, RunControllerPorts } from '../../src/controller/run-controller.ts';
import { runController } from '../../src/controller/run-controller.ts';
import type { EventView } from '../../src/model/apply-view.ts';
import type { Clock } from '../../src/model/clock.ts';
import type { ControllerEvent } from '../../src/model/controller-event.ts';
import type { ControlledClusterView, ControllerView, RunView } from '../../src/model/controller-view.ts';
import { eventually } from '../support/eventually.ts';
import { realClock } from '../support/real-clock.ts';
import { type Tryout, tryout } from '../support/tryout.ts';
import { controllerInput } from './controller-input.ts';

/** A controller under test: it runs when the test wants it to. */
export interface Trial extends Tryout {
  /** Starts it again after `end`, as a new process. */
  start(): void;
  /** Requests a run on every cluster, and waits until `cluster` has ended it. */
  runOnce(cluster?: string): Promise<RunView>;
  /** The state as it was last shown. */
  view(): ControllerView;
  /** Of the first cluster, or the named one. */
  cluster(name?: string): ControlledClusterView;
  /** The ends of runs so far, the first one first. */
  readonly runs: readonly { readonly cluster: string; readonly run: RunView }[];
  readonly events: readonly ControllerEvent[];
  readonly applied: readonly EventView[];
  readonly unexpected: readonly unknown[];
  readonly clock: MovableClock;
  readonly input: ControllerInput;
  /** The choice of its clusters, for another controller of them. */
  readonly clusters: ControllerInput['clusters'];
  /** Requests a run, as SIGHUP does. */
  trigger(): void;
  /** Resolves when it has ended by itself. */
  ended(): Promise<void>;
  /** Ends it, as SIGTERM does. */
  end(): Promise<void>;
}

/** What differs from a controller that observes one sandbox with one connector. */
export type TrialOptions = Partial<Omit<ControllerInput, 'project'>> & {
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: Partial<RunControllerPorts>;
  /** Another project; left out: one of its own. */
  readonly project?: ControllerInput['project'];
  /** More clusters of the project, by name; the sandbox is then `good`. */
  readonly others?: Readonly<Record<string, string>>;
};

/** A fast clock that a test moves forward, without waking who sleeps; its wall clock can be set. */
export interface MovableClock extends Clock {
  advance(milliseconds: number): void;
  setWallClock(milliseconds: number): void;
}

/** A connector file of the sandbox's file source. */
export function fileSource(file = '/tmp/in', more = ''): string {
  return `config: ${JSON.stringify({ ...sourceConfig, file })}\n${more}`;
}

/** What it declares, as a worker has it. */
export const sourceConfig = {
  'connector.class': 'FileStreamSource',
  file: '/tmp/in',
  topic: 'lines',
  'tasks.max': '1',
};

/** Makes a project and a sandbox, and starts a controller on them; the test ends all of it. */
export async function startTrial({
  files = { 'connectors/orders.yaml': fileSource() },
  environment = {},
  ports = {},
  others,
  project,
  ...options
}: TrialOptions = {}): Promise<Trial> {
  const world = await tryout({ files });
  const clock = movableClock();
  const runs: { cluster: string; run: RunView }[] = [];
  const events: ControllerEvent[] = [];
  const applied: EventView[] = [];
  const unexpected: unknown[] = [];
  let view: ControllerView | undefined;
  let [trigger, stop, ended] = [() => {}, new AbortController(), Promise.resolve()];
  if (others) {
    const clusters = { good: { url: world.sandbox.url }, ...mapUrls(others) };
    world.folder.write('connect-sync.yaml', JSON.stringify({ version: 1, clusters }));
  }
  const chosen = others && { clusters: { clusters: [], allClusters: true, variable: undefined } };
  const clusters = { clusters: [world.sandbox.url], allClusters: false, variable: undefined };
  const input = controllerInput(world.folder.directory, {
    ...{ environment, clusters },
    // Runs start when the test wants them to.
    intervalMilliseconds: 86_400_000,
    ...chosen,
    ...options,
    ...(project && { project }),
  });
  const start = () => {
    stop = new AbortController();
    ended = runController(input, {
      ...{ clock, signal: stop.signal },
      onApplyEvent: (event) => applied.push(event),
      onUnexpected: (error) => unexpected.push(error),
      onRun: (cluster, run) => runs.push({ cluster, run }),
      onEvents: (found) => events.push(...found),
      onChange: (changed) => {
        view = changed;
      },
      onProblem: () => {},
      onTrigger: (run) => {
        trigger = run;
      },
      onListening: () => {},
      renderPage: () => '',
      ...ports,
    });
  };
  const end = async () => {
    stop.abort('SIGTERM');
    await ended;
  };
  start();
  onTestFinished(end);
  const shown = () => {
    if (!view) throw new Error('the controller has not shown its state yet');
    return view;
  };
  return {
    ...world,
    ...{ start, end, runs, events, applied, unexpected, clock, view: shown, input },
    clusters: input.clusters,
    trigger: () => trigger(),
    ended: () => ended,
    async runOnce(cluster) {
      const ofCluster = () => runs.filter((one) => cluster === undefined || one.cluster === cluster);
      const before = ofCluster().length;
      if (before > 0) trigger();
      await eventually(async () => {
        if (ofCluster().length === before) throw new Error('the run has not ended yet');
      });
      const last = ofCluster().at(-1);
      if (!last) throw new Error('no run has ended');
      return last.run;
    },
    cluster(name) {
      const found = shown().clusters.find((one) => name === undefined || one.cluster === name);
      if (!found) throw new Error(`the controller does not know ${name}`);
      return found;
    },
  };
}

function mapUrls(urls: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, { url }]));
}

function movableClock(): MovableClock {
  const clock = realClock(20);
  let [moved, set] = [0, 0];
  return {
    ...clock,
    now: () => clock.now() + moved,
    wallTime: () => clock.wallTime() + moved + set,
    advance: (milliseconds) => {
      moved += milliseconds;
    },
    setWallClock: (milliseconds) => {
      set += milliseconds;
    },
  };
}
