import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { BackupOffsets } from '../model/backup.ts';
import type { Clock } from '../model/clock.ts';
import type { ConnectorName } from '../model/connector-name.ts';
import { inParallel } from '../model/in-parallel.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { releaseOf, supports } from '../model/worker-version.ts';

/** Concurrent reads: measured to be safe on real workers. */
const readConcurrency = 8;
/**
 * A worker asks Kafka for offsets, which may hang (Connect REST contract 4.16): they must not delay the
 * run.
 */
const limitForOne = 10_000;
const limitForAll = 30_000;

/** The conditions of reading offsets. */
export interface OffsetsReading {
  readonly worker: WorkerInfo;
  readonly clock: Clock;
  readonly interrupt: AbortSignal;
}

/**
 * Reads the offsets of connectors, as far as the worker returns them within the time limits. Offsets that cannot be read
 * have the reason instead and do not fail the run.
 */
export async function readOffsets(
  cluster: ConnectCluster,
  names: readonly ConnectorName[],
  { worker, clock, interrupt }: OffsetsReading,
): Promise<ReadonlyMap<string, BackupOffsets>> {
  const started = clock.now();
  const read = async (name: ConnectorName): Promise<BackupOffsets> => {
    if (!supports(worker.version, 'offsets')) {
      return notSaved(
        `Kafka Connect ${worker.versionText} does not return offsets (${releaseOf('offsets')} and later do)`,
      );
    }
    const left = limitForAll - (clock.now() - started);
    if (left <= 0) return notSaved(`reading offsets took longer than ${limitForAll / 1000} s`);
    if (interrupt.aborted) return notSaved('the run was interrupted');
    return readOne(cluster, name, Math.min(limitForOne, left));
  };
  const offsets = await inParallel(names, readConcurrency, async (name) => [name, await read(name)] as const);
  return new Map(offsets);
}

async function readOne(
  cluster: ConnectCluster,
  name: ConnectorName,
  budgetMilliseconds: number,
): Promise<BackupOffsets> {
  try {
    const { text, entries } = await cluster.readOffsets(name, { budgetMilliseconds });
    return { kind: 'saved', text, partitions: entries.length };
  } catch (error) {
    if (error instanceof WorkerFailure) return notSaved(error.message);
    throw error;
  }
}

function notSaved(reason: string): BackupOffsets {
  return { kind: 'not-saved', reason };
}
