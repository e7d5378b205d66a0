import type { ConnectSyncError } from '../model/error.ts';
import { errorOutput, jsonOutput, toJson } from '../model/print-json.ts';
import { viewError } from '../model/view-error.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import type { CommandRun } from './command.ts';
import { combineExitCodes, type ExitCode, exitCodeOfError } from './exit-codes.ts';
import { reportError } from './report-error.ts';

/** How the results of a command are written. */
export interface ResultWriter<Result> {
  /**
   * The format of the JSON document. `bare`: without the common envelope, because patches apply to it; keyed by cluster
   * if there are several.
   */
  readonly format: `connect-sync/${string}` | 'bare';
  /** What the JSON document has of one cluster; undefined: nothing, because a question was declined. */
  readonly json: (result: Result) => object | undefined;
  /** How the document is printed; left out: as JSON, indented by two spaces. */
  readonly print?: (document: unknown) => string;
  /** The page for people, about every cluster that was read. */
  readonly text: (results: readonly Result[]) => string;
  readonly exitCode: (result: Result) => ExitCode;
}

/**
 * Writes the results of each cluster: pages one after another, or one JSON document. Why a cluster, or a part of it, could
 * not be read is on stderr, and in the document.
 */
export function reportResults<Result>(
  { host, options }: CommandRun,
  results: readonly ClusterResult<Result>[],
  writer: ResultWriter<Result>,
): ExitCode {
  const read = results.flatMap((one) => (one.ok ? [one.value] : []));
  if (options.format === 'json') host.stdout.write((writer.print ?? toJson)(documentOf(results, writer)));
  else if (read.length > 0) host.stdout.write(writer.text(read));
  for (const error of results.flatMap(errorsOf)) reportError(error, host, options);
  return combineExitCodes([
    ...results.flatMap((one) => (one.ok ? [writer.exitCode(one.value)] : [])),
    ...results.flatMap(errorsOf).map(exitCodeOfError),
  ]);
}

/** Why a cluster was not read, or a part of it; empty if nothing went wrong. */
export function errorsOf(one: ClusterResult<unknown>): readonly ConnectSyncError[] {
  return one.ok ? (one.problems ?? []) : [one.error];
}

function documentOf<Result>(results: readonly ClusterResult<Result>[], writer: ResultWriter<Result>): object {
  const diagnostics = results.flatMap((one) =>
    errorsOf(one).map((error) => ({ cluster: one.cluster, ...viewError(error) })),
  );
  if (writer.format === 'bare') return bareDocument(results, writer);
  const clusters = results.flatMap((one) => {
    const found = one.ok ? writer.json(one.value) : undefined;
    return found ? [{ name: one.cluster, ...withoutHead(found) }] : [];
  });
  const complete = clusters.length === results.length && results.every((one) => errorsOf(one).length === 0);
  return jsonOutput({ format: writer.format, complete, clusters, diagnostics }, {});
}

/** The envelope has them: format, version and the name of the cluster. */
function withoutHead(view: object): object {
  return Object.fromEntries(Object.entries(view).filter(([key]) => !headKeys.has(key)));
}

const headKeys: ReadonlySet<string> = new Set(['format', 'version', 'cluster']);

function bareDocument<Result>(
  results: readonly ClusterResult<Result>[],
  { json }: ResultWriter<Result>,
): object {
  const documents = results.map((one): readonly [string, object] => [
    one.cluster,
    one.ok ? (json(one.value) ?? {}) : errorOutput([{ cluster: one.cluster, ...viewError(one.error) }]),
  ]);
  const [only] = documents;
  return documents.length === 1 && only ? only[1] : Object.fromEntries(documents);
}
