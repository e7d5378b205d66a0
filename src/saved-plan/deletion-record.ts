import path from 'node:path';
import { appendToFile } from '../files/append-to-file.ts';
import { readTextUpTo } from '../files/read-file.ts';
import { writeError } from '../files/write-error.ts';
import { makePrivateRoot } from '../files/write-private-folder.ts';
import type { EventView } from '../model/apply-view.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { SavedClusterPlan, SavedPlan } from '../model/saved-plan.ts';

/** Below the folder of the project, ignored by Git. */
const folder = path.join('.connect-sync', 'saved-plans');
const fileName = 'deletions.jsonl';
const largestRecord = 64 * 1024 * 1024;

/** One line of the record. */
interface RecordLine {
  readonly cluster: string;
  readonly name: string;
  /** `createdAt` of the plan. */
  readonly plan: string;
  readonly at: string;
  /** `started` is written before the request and stays if the run is killed or the outcome unknown. */
  readonly deletion: 'started' | 'done' | 'not-done';
}

/**
 * Records which connectors saved plans have deleted, in the folder of the project. A connector that is created again with
 * the configuration of the deleted one cannot be told from it: a worker reports no time of creation. So a plan that is
 * applied again needs the record, or it would delete the new connector (decision 16).
 */
export class DeletionRecord {
  readonly #base: string;
  readonly #createdAt: string;
  readonly #lines: RecordLine[];
  readonly #started = new Set<string>();

  private constructor(base: string, createdAt: string, lines: RecordLine[]) {
    this.#base = base;
    this.#createdAt = createdAt;
    this.#lines = lines;
  }

  /** @throws ConnectSyncError (failure) if there is a record that cannot be read */
  static async open(base: string, { createdAt }: Pick<SavedPlan, 'createdAt'>): Promise<DeletionRecord> {
    return new DeletionRecord(base, createdAt, parseLines(await readRecord(base)));
  }

  /**
   * Why a connector that exists may not be the one that the plan deletes; undefined if nothing indicates that. Counted
   * are deletions by this plan, and those by other plans after it was made.
   */
  whyRecreated(cluster: SavedClusterPlan, name: string): string | undefined {
    const of = clusterKey(cluster);
    const last = new Map<string, RecordLine>();
    for (const line of this.#lines) {
      if (line.cluster === of && line.name === name) last.set(line.plan, line);
    }
    const counted = [...last.values()].find(
      ({ deletion, plan, at }) =>
        deletion !== 'not-done' && (plan === this.#createdAt || at > this.#createdAt),
    );
    if (!counted) return undefined;
    return counted.deletion === 'done'
      ? `a saved plan deleted it at ${counted.at}, so it was created again since`
      : `an earlier run may have deleted it at ${counted.at}, so it may have been created again since`;
  }

  /**
   * Makes the record writable before the first change.
   *
   * @throws ConnectSyncError (failure) if it cannot be written; then nothing may be deleted
   */
  async prepare(): Promise<void> {
    try {
      await makePrivateRoot(path.join(this.#base, folder));
    } catch (error) {
      throw writeError(error, { code: 'deletions-not-recorded', message: notRecorded, hint });
    }
    this.#append('');
  }

  /** Records what an event of the apply says of a deletion: before it is sent, and how it ended. */
  observe(event: EventView, cluster: SavedClusterPlan, now: number): void {
    const write = (name: string, deletion: RecordLine['deletion']) => {
      const at = new Date(now).toISOString();
      const line: RecordLine = { cluster: clusterKey(cluster), name, plan: this.#createdAt, at, deletion };
      this.#append(JSON.stringify(line));
    };
    if (event.kind === 'started' && event.change === 'delete') {
      this.#started.add(keyOf(cluster, event.name));
      write(event.name, 'started');
    }
    if (event.kind !== 'finished' || event.outcome.change !== 'delete') return;
    const { name, kind } = event.outcome;
    if (!this.#started.has(keyOf(cluster, name)) || kind === 'unknown') return;
    write(name, kind === 'applied' || kind === 'unchanged' ? 'done' : 'not-done');
  }

  #append(text: string): void {
    const result = appendToFile(path.join(this.#base, folder, fileName), text, largestRecord);
    if (result.kind === 'appended') return;
    const reason = result.kind === 'failed' ? `the system reports ${result.code}` : 'it is too large';
    throw new ConnectSyncError({
      code: 'deletions-not-recorded',
      message: notRecorded(reason),
      hint,
      category: 'failure',
    });
  }
}

const hint = 'make the folder writable; apply --prune or delete need no record';

function notRecorded(reason: string): string {
  return `nothing is deleted, because the deletions cannot be recorded in ${path.join(folder, fileName)}: ${reason}`;
}

async function readRecord(base: string): Promise<string> {
  try {
    return await readTextUpTo(path.join(base, folder, fileName), largestRecord);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw new ConnectSyncError({
      code: 'deletions-unreadable',
      message: `the record of deletions in ${path.join(folder, fileName)} cannot be read, so the plan could delete a connector twice`,
      hint: 'make it readable, or make a new plan and remove it',
      category: 'failure',
      cause: error,
    });
  }
}

/** A line that a kill cut off is left out: nothing was sent before it was complete. */
function parseLines(text: string): RecordLine[] {
  return text.split('\n').flatMap((line) => {
    try {
      const parsed: unknown = JSON.parse(line);
      return isRecordLine(parsed) ? [parsed] : [];
    } catch {
      return [];
    }
  });
}

function isRecordLine(value: unknown): value is RecordLine {
  if (typeof value !== 'object' || value === null) return false;
  const { cluster, name, plan, at, deletion } = value as Record<string, unknown>;
  return [cluster, name, plan, at, deletion].every((member) => typeof member === 'string');
}

/** Two Connect clusters on one Kafka cluster share its id, so the label is part of it. */
function clusterKey({ label, plan: { cluster } }: SavedClusterPlan): string {
  return `${label} ${cluster.kafkaClusterId ?? cluster.url}`;
}

function keyOf(cluster: SavedClusterPlan, name: string): string {
  return `${clusterKey(cluster)} ${name}`;
}
