import { ConnectSyncError, InvalidInputError } from '../model/error.ts';
import type { DiagnosticView } from '../model/plan-view.ts';
import { toJson } from '../model/print-json.ts';
import { viewErrors } from '../model/view-error.ts';
import { renderDiagnostics } from '../render/diagnostics.ts';
import { renderProblemAnnotations } from '../render/github-format.ts';
import { renderProblemsAsMarkdown } from '../render/markdown-format.ts';
import { type ExitCode, exitCodeOfError } from './exit-codes.ts';
import type { Host } from './host.ts';
import type { CommonOptions } from './options/project-options.ts';
import { reportError } from './report-error.ts';
import { useColor } from './use-color.ts';

/** The options of a command, as far as they matter to how its early end is shown. */
export interface RunOptions extends CommonOptions {
  /** How `-f json` tells the problems that ended it; left out: as one document. */
  readonly errorDocument?: (diagnostics: readonly DiagnosticView[]) => string;
}

/**
 * Runs the body of a command and shows what ends it early: on stderr for people, and with `-f json` also on
 * stdout, so that a program always finds a document there; so do a pull request and a log with annotations.
 */
export async function runCommand(
  host: Host,
  options: RunOptions,
  body: () => Promise<ExitCode>,
): Promise<ExitCode> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof ConnectSyncError) host.stdout.write(problemDocument(error, options));
    if (!(error instanceof InvalidInputError)) return reportError(error, host);
    if (error.heading) host.stderr.write(`${error.heading}\n`);
    host.stderr.write(
      renderDiagnostics(viewErrors(error), {
        color: useColor(host, host.stderr, options.color),
        filesChecked: error.files,
      }),
    );
    return exitCodeOfError(error);
  }
}

/** The problems in the format asked for, where it is one that can tell of them; a patch cannot. */
export function problemDocument(
  error: ConnectSyncError,
  { format, errorDocument }: Pick<RunOptions, 'format' | 'errorDocument'>,
): string {
  switch (format) {
    case 'json':
      return (errorDocument ?? incompleteDocument)(viewErrors(error));
    case 'markdown':
      return renderProblemsAsMarkdown(viewErrors(error));
    case 'github':
      return renderProblemAnnotations(viewErrors(error));
    default:
      return '';
  }
}

function incompleteDocument(diagnostics: readonly DiagnosticView[]): string {
  return toJson({ complete: false, diagnostics });
}
