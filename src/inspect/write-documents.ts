import path from 'node:path';
import type { CommandRun } from '../cli/command.ts';
import { combineExitCodes, type ExitCode, exitCodeOfError, exitCodes } from '../cli/exit-codes.ts';
import type { Host } from '../cli/host.ts';
import { workingDirectory } from '../cli/options/project-options.ts';
import { reportError } from '../cli/report-error.ts';
import { makeFolder, writeNewFile } from '../files/write-new-file.ts';
import { isConnectorName } from '../model/connector-name.ts';
import { count } from '../model/count.ts';
import type { DocumentsView } from '../model/documents-view.ts';
import { ConnectSyncError } from '../model/error.ts';
import { inParallel } from '../model/in-parallel.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import { type DocumentFile, documentFiles } from '../render/document-files.ts';

/**
 * Writes connectors as files into a folder that is new or empty. Where a cluster could not be read nothing is
 * written: half a folder would be taken for the whole.
 *
 * @throws ConnectSyncError where the folder holds something, or cannot be written
 */
export async function writeDocuments(
  { host, options }: CommandRun,
  results: readonly ClusterResult<DocumentsView>[],
  out: string,
): Promise<ExitCode> {
  const unread = results.flatMap((one) => (one.ok ? [] : [one.error]));
  for (const error of unread) reportError(error, host);
  if (unread.length > 0) return combineExitCodes(unread.map((error) => exitCodeOfError(error)));
  const views = results.flatMap((one) => (one.ok ? [writable(one.value, host)] : []));
  const files = documentFiles(views);
  const folder = path.resolve(workingDirectory(host, options), out);
  try {
    await makeEmptyFolder(folder, out);
    await inParallel(files, writesAtOnce, (file) => write(folder, file));
  } catch (error) {
    throw notWritten(error, out);
  }
  if (options.quiet !== true) host.stderr.write(`Wrote ${count(files.length, 'connector')} to ${out}.\n`);
  return exitCodes.success;
}

const writesAtOnce = 8;

/** A live name that is no connector name could lead out of the folder; plans leave such connectors alone too. */
function writable(view: DocumentsView, host: Host): DocumentsView {
  const odd = view.connectors.filter(({ name }) => !isConnectorName(name));
  for (const { name } of odd) {
    host.stderr.write(`warning: ${toPrintableLine(name)} is left out: its name cannot be that of a file\n`);
  }
  return { ...view, connectors: view.connectors.filter(({ name }) => isConnectorName(name)) };
}

async function makeEmptyFolder(folder: string, out: string): Promise<void> {
  if ((await makeFolder(folder)) === 'empty') return;
  throw new ConnectSyncError({
    code: 'folder-not-empty',
    message: `${out} is not empty, and what is in it would mix with the connectors`,
    hint: 'name a new or an empty folder',
    category: 'failure',
  });
}

/** Two names may be one to a file system that does not tell `A` from `a`: then neither overwrites the other. */
function write(folder: string, file: DocumentFile): Promise<void> {
  return writeNewFile(path.join(folder, file.path), file.text);
}

function notWritten(error: unknown, out: string): ConnectSyncError {
  if (error instanceof ConnectSyncError) return error;
  return new ConnectSyncError({
    code: 'folder-not-written',
    message: `${out} cannot be written: ${(error as Error).message}`,
    hint: 'name a folder that you may write to',
    category: 'failure',
    cause: error,
  });
}
