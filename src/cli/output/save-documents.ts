import path from 'node:path';
import type { DocumentsView } from '../../inspect/documents.ts';
import { writeDocuments } from '../../inspect/write-documents.ts';
import { isConnectorName } from '../../model/connector-name.ts';
import { count } from '../../model/count.ts';
import { toPrintableLine } from '../../model/printable.ts';
import type { ClusterResult } from '../../project/on-each-cluster.ts';
import { documentFiles } from '../../render/document-files.ts';
import type { CommandRun } from '../command.ts';
import { combineExitCodes, type ExitCode, exitCodeOfError, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { workingDirectory } from '../options/project-options.ts';
import { reportError } from '../report-error.ts';
import { errorsOf } from '../report-results.ts';

/**
 * Writes connectors as files into a folder. If a cluster could not be read, or a name does not exist, nothing is
 * written: an incomplete folder would be taken for a complete one.
 *
 * @throws ConnectSyncError `folder-not-empty`, `folder-not-written`
 */
export async function saveDocuments(
  { host, options }: CommandRun,
  results: readonly ClusterResult<DocumentsView>[],
  out: string,
): Promise<ExitCode> {
  const unread = results.flatMap(errorsOf);
  for (const error of unread) reportError(error, host);
  if (unread.length > 0) return combineExitCodes(unread.map((error) => exitCodeOfError(error)));
  const files = documentFiles(results.flatMap((one) => (one.ok ? [writableOnly(one.value, host)] : [])));
  const folder = path.resolve(workingDirectory(host, options), out);
  await writeDocuments({ folder, shown: out }, files);
  if (options.quiet !== true) host.stderr.write(`Wrote ${count(files.length, 'connector')} to ${out}.\n`);
  return exitCodes.success;
}

/** A live name that is not a valid connector name could lead out of the folder. */
function writableOnly(view: DocumentsView, host: Host): DocumentsView {
  for (const { name } of view.connectors) {
    if (isConnectorName(name)) continue;
    host.stderr.write(`warning: skipped ${toPrintableLine(name)}: its name cannot be a file name\n`);
  }
  return { ...view, connectors: view.connectors.filter(({ name }) => isConnectorName(name)) };
}
