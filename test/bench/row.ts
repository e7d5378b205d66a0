import { builtProgram } from '../support/built-program.ts';
import { type Measured, measure, median, type Program } from './measure.ts';
import type { Traffic, WorkerProcess } from './worker-process.ts';

/** One line of the bench: something of ours beside a bound that cannot be beaten by much. */
export interface Row {
  readonly name: string;
  /** What the bound is, in a few words. */
  readonly bound: string;
  /** The ratio that is still good enough. */
  readonly bar: number;
  /** How many requests one run may take, and how many bytes of a connector go over the wire; left out: it is no matter. */
  readonly most?: { readonly requests: number; readonly bytesOfEach: number };
  run(effort: Effort): Promise<Figures>;
  /** Why it cannot be measured here, or is not worth it; undefined: it can. Left out: always. */
  whyLeftOut?(effort: Effort): Promise<string | undefined>;
}

/** How much is spent on it. */
export interface Effort {
  /** Runs of each side, after one that does not count. */
  readonly runs: number;
  /** For the large rows: how many connectors. */
  readonly connectors: number;
  /** For the counts, not for the times. */
  readonly isShort: boolean;
}

/** What a row found. */
export interface Figures {
  /** Runs of each side. */
  readonly n: number;
  /** Medians. */
  readonly milliseconds: number;
  readonly boundMilliseconds: number;
  readonly ratio: number;
  readonly peakBytes?: number;
  /** Of one run. */
  readonly traffic?: Traffic;
  /** What else was promised and not kept; empty where all was. */
  readonly broken?: readonly string[];
}

/** The two sides of a row. */
export interface Sides {
  readonly ours: Program & { readonly expects?: RegExp; readonly exitCode?: number };
  readonly bound: Program;
  readonly worker?: WorkerProcess;
}

/** A command of the built program. */
export function connectSync(args: readonly string[], rest: Omit<Program, 'args'> = {}): Program {
  return { ...rest, args: [builtProgram, ...args] };
}

/** Runs both sides in turn, so that a machine that gets slower slows both. */
export async function compare(sides: Sides, { runs }: Effort): Promise<Figures> {
  const [ours, bound]: [Measured[], Measured[]] = [[], []];
  let traffic: Traffic | undefined;
  for (let run = 0; run <= runs; run += 1) {
    await sides.worker?.take();
    const mine = expectFine(await measure(sides.ours), sides.ours);
    traffic = await sides.worker?.take();
    const other = expectFine(await measure(sides.bound), {});
    // The first run of each fills the caches of the file system.
    if (run === 0) continue;
    ours.push(mine);
    bound.push(other);
  }
  return {
    n: runs,
    ...timesOf(ours, bound),
    peakBytes: median(ours.map(({ peakBytes }) => peakBytes)),
    ...(traffic && { traffic }),
  };
}

/** The medians of two sides, and their ratio. */
export function timesOf(
  ours: readonly Pick<Measured, 'milliseconds'>[],
  bound: readonly Pick<Measured, 'milliseconds'>[],
): Pick<Figures, 'milliseconds' | 'boundMilliseconds' | 'ratio'> {
  const [mine, other] = [ours, bound].map((side) => median(side.map(({ milliseconds }) => milliseconds)));
  const milliseconds = mine ?? Number.NaN;
  const boundMilliseconds = other ?? Number.NaN;
  return { milliseconds, boundMilliseconds, ratio: milliseconds / boundMilliseconds };
}

/** A command that fails fast is no fast command. */
function expectFine(measured: Measured, { expects, exitCode = 0 }: Partial<Sides['ours']>): Measured {
  if (measured.exitCode === exitCode && (!expects || expects.test(measured.stdout))) return measured;
  throw new Error(`exit ${measured.exitCode}: ${measured.stderr}${measured.stdout.slice(0, 2000)}`);
}
