import { toJson } from '../model/print-json.ts';
import type { Session } from '../project/load-project.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import { combineExitCodes, type ExitCode, exitCodeOfError } from './exit-codes.ts';
import { errorView, reportError } from './report-error.ts';

/** How the results of a command become output. */
export interface ResultWriter<Result> {
  /** The JSON document of one cluster. */
  readonly json: (result: Result) => unknown;
  /** How it is written; left out: as JSON, two spaces deep. */
  readonly print?: (document: unknown) => string;
  /** The page for people, of every cluster that was read. */
  readonly text: (results: readonly Result[]) => string;
  readonly exitCode: (result: Result) => ExitCode;
}

/**
 * Writes what a command found on each cluster: pages one after another, or one JSON document (several clusters:
 * keyed by cluster). A cluster that could not be read is told on stderr and has its place in the document.
 */
export function reportResults<Result>(
  session: Session,
  results: readonly ClusterResult<Result>[],
  writer: ResultWriter<Result>,
): ExitCode {
  const { host, options } = session;
  const read = results.flatMap((one) => (one.done ? [one.result] : []));
  if (options.format === 'json') host.stdout.write((writer.print ?? toJson)(jsonOf(results, writer)));
  else if (read.length > 0) host.stdout.write(writer.text(read));
  for (const one of results) if (!one.done) reportError(one.error, host);
  return combineExitCodes(
    results.map((one) => (one.done ? writer.exitCode(one.result) : exitCodeOfError(one.error))),
  );
}

function jsonOf<Result>(results: readonly ClusterResult<Result>[], writer: ResultWriter<Result>): unknown {
  const documents = results.map(
    (one) =>
      [
        one.label,
        one.done ? writer.json(one.result) : { complete: false, diagnostics: [errorView(one.error)] },
      ] as const,
  );
  return documents.length === 1 ? documents[0]?.[1] : Object.fromEntries(documents);
}
