import process from 'node:process';
import { MissingPart } from '../missing-part.ts';
import { missingForWorkers } from '../real-workers.ts';
import { resolveDebezium } from './debezium.ts';
import { findMariaDb } from './maria-db.ts';

/**
 * One line that says what a worker of this version, with MariaDB and Debezium, lacks here; undefined if nothing is
 * missing. In CI a missing part is thrown instead.
 */
export async function missingForDatabase(version: string): Promise<string | undefined> {
  const workers = await missingForWorkers([version]);
  if (workers) return workers;
  try {
    await findMariaDb();
    await resolveDebezium();
    return undefined;
  } catch (error) {
    if (!(error instanceof MissingPart) || process.env['CONNECT_SYNC_REQUIRE_WORKERS'] === '1') throw error;
    return error.message;
  }
}
