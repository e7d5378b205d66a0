import type { EventView } from '../../model/apply-view.ts';
import { renderProgressFrame } from '../../render/progress-frame.ts';
import type { Host, Output } from '../host.ts';
import type { CommonOptions } from '../options/project-options.ts';
import { useColor } from '../use-color.ts';
import { ClusterProgress } from './cluster-progress.ts';
import { EventLog } from './event-log.ts';
import { LiveScreen } from './live-screen.ts';
import { showsLive } from './shows-live.ts';

/** The progress of an apply on any number of clusters, on stderr. */
export interface ApplyProgress {
  /** The host to write through and to ask with, so that neither corrupts the display. */
  readonly host: Host;
  /** A plan was made; `names`: what changes. */
  plan(cluster: string, names: readonly string[]): void;
  report(event: EventView): void;
  /** This cluster is finished. */
  leave(cluster: string): void;
  /** Removes the display from the terminal. */
  close(): void;
}

/** The options that decide how progress is shown. */
type ProgressOptions = CommonOptions & { readonly stableFor?: number };

/** One cluster that has a plan. */
interface Part {
  readonly log: EventLog;
  readonly progress: ClusterProgress;
}

/** Events that stay on a terminal; the others show on the display only while they last. */
const lasting: ReadonlySet<EventView['kind']> = new Set([
  'validated',
  'backed-up',
  'batch',
  'finished',
  'interrupted',
  'rolled-back',
]);

/** Runs work that shows its progress, and restores the terminal afterwards. */
export async function withApplyProgress<T>(
  host: Host,
  options: ProgressOptions,
  work: (progress: ApplyProgress) => Promise<T>,
): Promise<T> {
  const progress = openApplyProgress(host, options);
  try {
    return await work(progress);
  } finally {
    progress.close();
  }
}

/** A live display on a terminal, a log elsewhere, nothing with `--quiet`. */
function openApplyProgress(host: Host, options: ProgressOptions): ApplyProgress {
  const color = useColor(host, host.stderr, options.color);
  const parts = new Map<string, Part>();
  const screen = new LiveScreen({
    output: host.stderr,
    clock: host.clock,
    frame: () => {
      const views = [...parts.values()].flatMap(({ progress }) => progress.view ?? []);
      const { columns, rows } = host.stderr;
      return renderProgressFrame(views, { color, columns, rows, now: host.clock.now() });
    },
  });
  const stderr = through(screen, host.stderr);
  const isLive = showsLive(host);
  const forgetExit = host.onExit(() => screen.close());
  return {
    host: { ...host, stdout: through(screen, host.stdout), stderr, ask: askOnScreen(host, screen) },
    plan(cluster, names) {
      const nameWidth = Math.max(0, ...names.map((name) => name.length));
      const progress = new ClusterProgress(cluster, names.length, options.stableFor ?? 0);
      parts.set(cluster, { log: new EventLog({ color, nameWidth }), progress });
    },
    report(event) {
      const part = parts.get(event.cluster);
      if (!part || options.quiet === true) return;
      part.progress.take(event, host.clock.now());
      if (isLive) screen.start();
      if (!isLive || lasting.has(event.kind)) stderr.write(part.log.textOf(event));
    },
    leave(cluster) {
      parts.delete(cluster);
      if (![...parts.values()].some(({ progress }) => progress.view)) screen.stop();
    },
    close() {
      parts.clear();
      screen.close();
      forgetExit();
    },
  };
}

/** The stream, written through the display if it leads to the terminal. */
function through(screen: LiveScreen, output: Output): Output {
  if (!output.isTerminal) return output;
  return {
    write: (text) => screen.write(output, text),
    isTerminal: true,
    get columns() {
      return output.columns;
    },
    get rows() {
      return output.rows;
    },
  };
}

/** Asks one question at a time; the display is paused meanwhile. */
function askOnScreen({ ask }: Host, screen: LiveScreen): Host['ask'] {
  let last: Promise<unknown> = Promise.resolve();
  return (question) => {
    const answer = last.then(async () => {
      screen.pause();
      try {
        return await ask(question);
      } finally {
        screen.resume();
      }
    });
    last = answer.catch(() => undefined);
    return answer;
  };
}
