import { type HealthChangeView, healthChanges, type ListedHealth } from '../../inspect/health-changes.ts';
import { formatDuration } from '../../model/duration.ts';
import { toPrintableLine } from '../../model/printable.ts';
import type { ClusterResult } from '../../project/on-each-cluster.ts';
import { fitColored } from '../../render/display-width.ts';
import { changeLine, fitFrame, type WatchedSection } from '../../render/watch-frame.ts';
import type { CommandRun } from '../command.ts';
import { combineExitCodes, type ExitCode, exitCodeOfError, exitCodes } from '../exit-codes.ts';
import type { Output } from '../host.ts';
import { reportError } from '../report-error.ts';
import { errorsOf } from '../report-results.ts';
import { WatchScreen } from './watch-screen.ts';

/** What is read again and again, and how it is shown. */
export interface Watched<View extends ListedHealth> {
  /** Milliseconds; true: the default interval. */
  readonly interval: number | true;
  /** Prepares the reading; messages of the run go to its stderr. */
  readonly open: (run: CommandRun) => Promise<() => Promise<readonly ClusterResult<View>[]>>;
  /** What a terminal of so many columns shows of one cluster. */
  readonly section: (view: View, columns: number) => WatchedSection;
  /** The first page where the output is no terminal. */
  readonly page: (views: readonly View[]) => string;
  readonly exitCode: (view: View) => ExitCode;
}

const defaultInterval = 5_000;
const shortestInterval = 500;
/** How often a change of the window is noticed. */
const resizeInterval = 250;
const rememberedChanges = 20;

/**
 * Reads until it is interrupted. A terminal shows one page that is redrawn; elsewhere the first page is followed by a
 * line for each change. Ends at once where no cluster can be read the first time.
 */
export async function watch<View extends ListedHealth>(
  run: CommandRun,
  watched: Watched<View>,
): Promise<ExitCode> {
  const watcher = new Watcher(run, watched);
  try {
    return await watcher.run();
  } finally {
    watcher.close();
  }
}

/** The last reading of a cluster that succeeded. */
interface Reading<View> {
  readonly view: View;
  readonly time: number;
}

class Watcher<View extends ListedHealth> {
  readonly #run: CommandRun;
  readonly #watched: Watched<View>;
  readonly #screen: WatchScreen | undefined;
  readonly #interval: number;
  readonly #readings = new Map<string, Reading<View>>();
  /** Why a cluster was not read the last time. */
  #unread = new Map<string, string>();
  #changes: string[] = [];
  #notes: string[] = [];
  #readAt = 0;

  constructor(run: CommandRun, watched: Watched<View>) {
    this.#run = run;
    this.#watched = watched;
    this.#interval = Math.max(
      watched.interval === true ? defaultInterval : watched.interval,
      shortestInterval,
    );
    this.#screen = run.host.stdout.isTerminal ? new WatchScreen(run.host) : undefined;
  }

  async run(): Promise<ExitCode> {
    const { host, options } = this.#run;
    const read = await this.#watched.open({ host: { ...host, stderr: this.#stderr() }, options });
    let code: ExitCode = exitCodes.success;
    for (;;) {
      this.#notes = [];
      const results = await read();
      if (host.interrupt.aborted) return code;
      const isFirst = this.#readAt === 0;
      code = this.#exitCodeOf(results);
      if (isFirst) this.#begin(results);
      if (isFirst && results.every((one) => !one.ok)) return code;
      this.#take(results);
      if (isFirst) this.#show();
      this.#draw();
      if (host.stdout.isClosed === true) return code;
      await this.#pause();
    }
  }

  close(): void {
    this.#screen?.close();
  }

  #exitCodeOf(results: readonly ClusterResult<View>[]): ExitCode {
    return combineExitCodes([
      ...results.flatMap((one) => (one.ok ? [this.#watched.exitCode(one.value)] : [])),
      ...results.flatMap(errorsOf).map(exitCodeOfError),
    ]);
  }

  /** Errors of the first read are shown as those of any command; a page of nothing is not opened. */
  #begin(results: readonly ClusterResult<View>[]): void {
    const isAllUnread = results.every((one) => !one.ok);
    if (this.#screen && !isAllUnread) return;
    for (const error of results.flatMap(errorsOf)) reportError(error, this.#run.host);
  }

  /** Notes what has changed; a cluster that was not read keeps what was known of it. */
  #take(results: readonly ClusterResult<View>[]): void {
    const time = this.#run.host.clock.wallTime();
    const unread = new Map<string, string>();
    for (const one of results) {
      for (const error of errorsOf(one)) unread.set(one.cluster, toPrintableLine(error.message));
      if (!one.ok) continue;
      const before = this.#readings.get(one.cluster);
      this.#readings.set(one.cluster, { view: one.value, time });
      if (before) for (const change of healthChanges(before.view, one.value)) this.#announce(change, time);
    }
    for (const [cluster, why] of unread) if (this.#unread.get(cluster) !== why) this.#log(why, time);
    for (const cluster of this.#unread.keys())
      if (!unread.has(cluster)) this.#log(`${toPrintableLine(cluster)}: read again`, time);
    this.#unread = unread;
    this.#readAt = time;
  }

  #announce(change: HealthChangeView, time: number): void {
    const line = changeLine(change);
    const whole = `${toPrintableLine(change.cluster)}: ${line}`;
    const isOnly = this.#readings.size === 1;
    const shown = `${timeOfDay(time)}  ${isOnly ? line : whole}`;
    this.#changes = [shown, ...this.#changes].slice(0, rememberedChanges);
    this.#log(whole, time);
  }

  /** A line of a log; a terminal shows the same on its page. */
  #log(line: string, time: number): void {
    const isFirst = this.#readAt === 0;
    if (!this.#screen && !isFirst) this.#run.host.stdout.write(`${new Date(time).toISOString()} ${line}\n`);
  }

  #show(): void {
    this.#screen?.open();
    const views = [...this.#readings.values()].map(({ view }) => view);
    if (!this.#screen) this.#run.host.stdout.write(this.#watched.page(views));
  }

  #draw(): void {
    if (!this.#screen?.isOpen) return;
    const { columns, rows } = this.#run.host.stdout;
    const every = formatDuration(this.#interval);
    const lines = fitFrame(
      {
        title: `Last read ${timeOfDay(this.#readAt)}, every ${every}. Ctrl-C to end.`,
        changes: this.#changes,
        notes: [...this.#unread.values(), ...this.#notes],
        sections: [...this.#readings].map(([cluster, { view, time }]) => {
          const { head, items } = this.#watched.section(view, columns);
          const [first = '', ...rest] = head;
          const isOld = this.#unread.has(cluster) && time !== this.#readAt;
          return { head: [isOld ? `${first} (as of ${timeOfDay(time)})` : first, ...rest], items };
        }),
      },
      rows,
    );
    this.#screen.draw(lines.map((line) => fitColored(line, columns)));
  }

  /** Until the next read; a window that is resized is redrawn. */
  async #pause(): Promise<void> {
    const { clock, interrupt } = this.#run.host;
    const end = clock.now() + this.#interval;
    let size = this.#screen?.size;
    while (clock.now() < end && !interrupt.aborted) {
      const step = this.#screen ? Math.min(resizeInterval, end - clock.now()) : end - clock.now();
      await clock.sleep(step, interrupt);
      if (this.#screen?.size !== size) this.#draw();
      size = this.#screen?.size;
    }
  }

  /** While the screen is open, what would be printed on stderr is a note on the page. */
  #stderr(): Output {
    const { stderr } = this.#run.host;
    const write = (text: string): void => {
      if (this.#screen?.isOpen) {
        this.#notes.push(...text.split('\n').filter((line) => line !== ''));
        this.#draw();
      } else stderr.write(text);
    };
    return { write, isTerminal: stderr.isTerminal, columns: stderr.columns, rows: stderr.rows };
  }
}

/** The time on the clock of the person who watches. */
function timeOfDay(time: number): string {
  return new Date(time).toTimeString().slice(0, 8);
}
