import { toJson } from '../model/print-json.ts';
import { viewError } from '../model/view-error.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import type { CommandRun } from './command.ts';
import { combineExitCodes, type ExitCode, exitCodeOfError } from './exit-codes.ts';
import { reportError } from './report-error.ts';

/** How the results of a command are written. */
export interface ResultWriter<Result> {
  /** The JSON document of one cluster. */
  readonly json: (result: Result) => unknown;
  /** How the document is printed; left out: as JSON, indented by two spaces. */
  readonly print?: (document: unknown) => string;
  /** The page for people, about every cluster that was read. */
  readonly text: (results: readonly Result[]) => string;
  readonly exitCode: (result: Result) => ExitCode;
}

/**
 * Writes the results of each cluster: pages one after another, or one JSON document, keyed by cluster if there are
 * several. The error of a cluster that could not be read is on stderr, and in its place in the document.
 */
export function reportResults<Result>(
  { host, options }: CommandRun,
  results: readonly ClusterResult<Result>[],
  writer: ResultWriter<Result>,
): ExitCode {
  const read = results.flatMap((one) => (one.ok ? [one.value] : []));
  if (options.format === 'json') host.stdout.write((writer.print ?? toJson)(jsonOf(results, writer)));
  else if (read.length > 0) host.stdout.write(writer.text(read));
  for (const one of results) if (!one.ok) reportError(one.error, host);
  return combineExitCodes(
    results.map((one) => (one.ok ? writer.exitCode(one.value) : exitCodeOfError(one.error))),
  );
}

function jsonOf<Result>(results: readonly ClusterResult<Result>[], writer: ResultWriter<Result>): unknown {
  const documents = results.map(
    (one) =>
      [
        one.cluster,
        one.ok ? writer.json(one.value) : { complete: false, diagnostics: [viewError(one.error)] },
      ] as const,
  );
  return documents.length === 1 ? documents[0]?.[1] : Object.fromEntries(documents);
}
