import { execFile } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { ControllerMode } from '../../src/model/controller-view.ts';

/** What to run, and when to measure. */
export interface CyclesOptions {
  /** Of the project. */
  readonly directory: string;
  readonly mode: ControllerMode;
  /** The numbers of the cycles after which it is measured; it ends after the last one. */
  readonly marks: readonly number[];
  /** Retained on purpose in each cycle, to see that it shows. */
  readonly leakedBytes?: number;
  /** Before each cycle the names of so many connectors are replaced in the files: see `churnedNames`. */
  readonly churn?: boolean;
}

/** What a controller holds after a cycle, when garbage is collected. */
export interface Mark {
  readonly cycle: number;
  /** Since the start of the process. */
  readonly milliseconds: number;
  readonly heapBytes: number;
  readonly handles: number;
  /** On the signal that ends it. */
  readonly listeners: number;
  /** To the worker since the start. */
  readonly requests: number;
  /** Of the metrics, when they were last read. */
  readonly series: number;
}

/** How many connectors in the files have new names in each cycle. */
export const churnedNames = 50;

/** Runs a controller in a process of its own, as fast as it can, with its page and metrics read every tenth cycle. */
export async function runManyCycles(options: CyclesOptions): Promise<readonly Mark[]> {
  const script = path.resolve(import.meta.dirname, 'cycles-process.ts');
  const args = ['--expose-gc', '--import', 'tsx', script, JSON.stringify(options)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as readonly Mark[];
}
