import { onTestFinished } from 'vitest';
import type { ControllerInput, RunControllerPorts } from '../../src/controller/run-controller.ts';
import { runController } from '../../src/controller/run-controller.ts';
import type { Clock } from '../../src/model/clock.ts';
import type { ControlledClusterView, RunView } from '../../src/model/controller-view.ts';
import { eventually } from '../support/eventually.ts';
import { patientClock } from '../support/real-clock.ts';
import { type Tryout, tryout } from '../support/tryout.ts';
import { controllerInput } from './controller-input.ts';
import { type Reports, recordReports } from './record-reports.ts';

/**
 * A controller under test: it runs when the test wants it to, in fast real time. For hours of runs that start by
 * themselves, in virtual time, see `controller-world.ts`.
 */
export interface Trial extends Tryout, Omit<Reports, 'ports'> {
  /** Starts it again after `end`, as a new process. */
  start(): void;
  /** Requests a run on every cluster, and waits until `cluster` has ended it. */
  runOnce(cluster?: string): Promise<RunView>;
  /** Of the first cluster, or the named one. */
  cluster(name?: string): ControlledClusterView;
  readonly clock: MovableClock;
  readonly input: ControllerInput;
  /** The choice of its clusters, for another controller of them. */
  readonly clusters: ControllerInput['clusters'];
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
  const { ports: recording, ...reports } = recordReports();
  const { runs } = reports;
  let [stop, ended] = [new AbortController(), Promise.resolve()];
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
    ended = runController(input, { ...recording, clock, signal: stop.signal, ...ports }).then(
      () => undefined,
    );
  };
  const end = async () => {
    stop.abort('SIGTERM');
    await ended;
  };
  start();
  onTestFinished(end);
  return {
    ...world,
    ...reports,
    ...{ start, end, clock, input },
    clusters: input.clusters,
    ended: () => ended,
    async runOnce(cluster) {
      const ofCluster = () => runs.filter((one) => cluster === undefined || one.cluster === cluster);
      const before = ofCluster().length;
      if (before > 0) reports.trigger();
      await eventually(async () => {
        if (ofCluster().length === before) throw new Error('the run has not ended yet');
      });
      const last = ofCluster().at(-1);
      if (!last) throw new Error('no run has ended');
      return last.run;
    },
    cluster(name) {
      const found = reports.view().clusters.find((one) => name === undefined || one.cluster === name);
      if (!found) throw new Error(`the controller does not know ${name}`);
      return found;
    },
  };
}

function mapUrls(urls: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, { url }]));
}

function movableClock(): MovableClock {
  const clock = patientClock(20);
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
