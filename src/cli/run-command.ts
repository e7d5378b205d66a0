import { ConnectSyncError, InvalidInputError } from '../model/error.ts';
import type { DiagnosticView } from '../model/plan-view.ts';
import { errorOutput, toJson } from '../model/print-json.ts';
import { viewErrors } from '../model/view-error.ts';
import { renderDiagnostics } from '../render/diagnostics.ts';
import { renderProblemAnnotations } from '../render/github-format.ts';
import { renderProblemsAsMarkdown } from '../render/markdown-format.ts';
import { type ExitCode, exitCodeOfError } from './exit-codes.ts';
import type { Host } from './host.ts';
import type { CommonOptions } from './options/project-options.ts';
import { reportError } from './report-error.ts';
import { useColor } from './use-color.ts';

/** The options that decide how an error is shown. */
export interface RunOptions extends CommonOptions {
  /** The error document of `-f json`; left out: one document for the whole run. */
  readonly errorDocument?: (diagnostics: readonly DiagnosticView[]) => string;
}

/**
 * Runs the body of a command and shows the error that ends it: on stderr for people, and in the formats json, markdown
 * and github also on stdout, so that a program always finds a document there.
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
    if (!(error instanceof InvalidInputError)) return reportError(error, host, options);
    if (error.heading) host.stderr.write(`${error.heading}\n`);
    host.stderr.write(
      renderDiagnostics(viewErrors(error), {
        color: useColor(host, host.stderr, options.color),
        filesChecked: error.files,
      }),
    );
    await suggestImport(host, options, error);
    return exitCodeOfError(error);
  }
}

/** Without connector files the next step is to create them. */
async function suggestImport(
  host: Host,
  options: CommonOptions,
  { diagnostics }: InvalidInputError,
): Promise<void> {
  const isFirst = diagnostics.some(
    ({ code }) => code === 'connectors-directory-missing' || code === 'no-connector-files',
  );
  if (!isFirst || options.allClusters === true) return;
  const { importCommand } = await import('./next-command.ts');
  host.stderr.write(`To create files for the connectors of a cluster: ${importCommand(options)}\n`);
}

/** The error in the chosen format; empty if the format has no place for errors, such as a patch. */
export function problemDocument(
  error: ConnectSyncError,
  { format, errorDocument }: Pick<RunOptions, 'format' | 'errorDocument'>,
): string {
  switch (format) {
    case 'json':
      return errorDocument?.(viewErrors(error)) ?? toJson(errorOutput(viewErrors(error)));
    case 'markdown':
      return renderProblemsAsMarkdown(viewErrors(error));
    case 'github':
      return renderProblemAnnotations(viewErrors(error));
    default:
      return '';
  }
}
