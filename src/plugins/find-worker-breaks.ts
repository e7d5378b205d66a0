import { isAtLeast, type WorkerVersion } from '../model/worker-version.ts';
import { listBreaks } from './worker-breaks/list-values.ts';
import { removalBreaks } from './worker-breaks/removed-things.ts';
import { behaviourBreaks } from './worker-breaks/worker-behaviour.ts';
import type {
  Release,
  RunningConnector,
  VersionChange,
  WorkerBreak,
  WorkerNote,
} from './worker-breaks/worker-break.ts';
import { workerNotes } from './worker-breaks/worker-notes.ts';

/** The table of what releases of Kafka Connect changed for connectors that run. */
export const workerBreaks: readonly WorkerBreak[] = [...listBreaks, ...removalBreaks, ...behaviourBreaks];

/** A row of the table that concerns a connector. */
export interface FoundBreak {
  readonly row: WorkerBreak;
  /** Empty: the connector as a whole. */
  readonly keys: readonly string[];
}

/** What the worker itself changes for a connector between two versions. */
export function findWorkerBreaks(connector: RunningConnector, change: VersionChange): readonly FoundBreak[] {
  return workerBreaks.flatMap((row) => {
    const { from, to } = row.direction === 'downgrade' ? { from: change.to, to: change.from } : change;
    if (!passes({ from, to }, row.release)) return [];
    const keys = row.concerns(connector);
    return keys ? [{ row, keys }] : [];
  });
}

/** What an upgrade changes for the workers and for what calls them. */
export function findWorkerNotes(change: VersionChange): readonly WorkerNote[] {
  return workerNotes.filter(({ release }) => passes(change, release));
}

/** Whether the way from one version to the other passes a release. */
function passes({ from, to }: VersionChange, release: Release): boolean {
  return !has(from, release) && has(to, release);
}

function has(version: WorkerVersion, [major, minor, patch]: Release): boolean {
  return isAtLeast(version, major, minor, patch);
}
