import { ConnectSyncError } from '../../model/error.ts';
import { defaultMaxAge, type SavedPlan, whyNotApplicable } from '../../model/saved-plan.ts';
import { renderDiagnostics } from '../../render/diagnostics.ts';
import { renderProblemAnnotations } from '../../render/github-format.ts';
import { renderProblemsAsMarkdown } from '../../render/markdown-format.ts';
import { type PlanFormatName, planFormats } from '../../render/plan-formats.ts';
import { type CommandWord, variableArguments } from '../../render/shell.ts';
import { loadSavedPlan } from '../../saved-plan/load-saved-plan.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { projectArguments } from '../next-command.ts';
import { type CommonOptions, workingDirectory } from '../options/project-options.ts';
import { useColor } from '../use-color.ts';

/** How a saved plan is shown. */
export interface ShowOptions extends CommonOptions {
  readonly invertible?: boolean;
}

/**
 * Shows a saved plan as `plan` showed it, in any format, without contacting a cluster. Plans that cannot be applied (any
 * more) are shown too.
 *
 * @throws InvalidInputError, ConnectSyncError if it is not a saved plan, or was altered
 */
export async function showSavedPlan(host: Host, options: ShowOptions, file: string): Promise<ExitCode> {
  const saved = await loadSavedPlan(workingDirectory(host, options), file);
  const format = (options.format ?? 'text') as PlanFormatName;
  if (saved.problems.length > 0 && isPatch(format)) throw incomplete(file);
  host.stdout.write(
    documentOf(saved, file, {
      format,
      savedArguments: [
        ...projectArguments({ ...options, var: new Map() }),
        ...variableArguments(saved.options.vars),
      ],
      color: useColor(host, host.stdout, options.color),
      invertible: options.invertible,
    }),
  );
  if (format !== 'json') host.stderr.write(problemsOf(saved, useColor(host, host.stderr, options.color)));
  if (options.quiet !== true) host.stderr.write(applicability(saved, file, host.clock.wallTime()));
  return exitCodes.success;
}

interface ShowFormat {
  readonly format: PlanFormatName;
  readonly color: boolean;
  readonly invertible: boolean | undefined;
  readonly savedArguments: readonly CommandWord[];
}

function documentOf(saved: SavedPlan, file: string, options: ShowFormat): string {
  const { clusters, problems, reason } = saved;
  const { format, color, invertible, savedArguments } = options;
  const views = clusters.map(({ plan }) => plan);
  if (reason === 'invalid' && format === 'markdown') return renderProblemsAsMarkdown(problems);
  if (reason === 'invalid' && format === 'github') return renderProblemAnnotations(problems);
  return planFormats[format].render(views, {
    color,
    invertible,
    command: 'plan',
    savedArguments,
    savedIn: whyNotApplicable(saved) === undefined ? file : undefined,
    unread: problems,
  });
}

/** A patch must be complete. */
function isPatch(format: PlanFormatName): boolean {
  return format === 'diff' || format === 'json-patch';
}

function incomplete(file: string): ConnectSyncError {
  return new ConnectSyncError({
    code: 'saved-plan-incomplete',
    message: `${file} is incomplete, and a patch must be complete`,
    hint: 'use another format to show the clusters that were read',
    category: 'plan-refused',
  });
}

function problemsOf({ clusters, problems }: SavedPlan, color: boolean): string {
  const all = [...clusters.flatMap(({ plan }) => plan.diagnostics), ...problems];
  return all.length === 0 ? '' : renderDiagnostics(all, { color, filesChecked: undefined });
}

/** The line that reports a plan saved with `plan --out`. */
export function savedLine(file: string, saved: SavedPlan): string {
  const why = whyNotApplicable(saved);
  const remark = why === undefined ? '' : `; it can be shown but not applied: ${why}`;
  return `saved in ${file}, ${saved.digest}${remark}\n`;
}

/** When the plan was made and whether it can be applied, which its page does not show. */
function applicability(saved: SavedPlan, file: string, now: number): string {
  const { createdAt, digest } = saved;
  const why = whyNotApplicable(saved);
  const isOld = now - Date.parse(createdAt) > defaultMaxAge;
  const age = isOld ? '; more than 24 h ago, so apply refuses it without --max-age' : '';
  const verdict = why === undefined ? age : `; it cannot be applied: ${why}`;
  return `${file}: made ${createdAt}, ${digest}${verdict}\n`;
}
