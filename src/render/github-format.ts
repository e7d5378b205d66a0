import { count } from '../model/count.ts';
import type { Refusal } from '../model/plan.ts';
import type { ChangeView, DiagnosticView, PlanView } from '../model/plan-view.ts';
import { type Annotation, renderAnnotations } from './annotations.ts';
import { changeDiff, changeWord } from './change-block.ts';
import { colorsFor } from './colors.ts';
import { revisionText } from './compared-text.ts';
import { clusterName, type PlanFormat, type PlanFormatOptions } from './plan-format.ts';
import { summarizePlan } from './plan-summary.ts';
import { reportedIn } from './reported.ts';

/**
 * Annotations for GitHub Actions, most severe first: refusals, unread clusters and errors; then deletions and
 * warnings; then every other change, on the line that declares it. At most ten per level over all clusters, the number
 * that GitHub keeps per step.
 */
export const githubFormat: PlanFormat = {
  render: (views, options) => {
    const unread = (options.unread ?? []).map((problem) => problemAnnotation(problem));
    const found = views.map((view) => annotationsOf(view, options));
    const refusals = found.flatMap((one) => one.refusals);
    const changes = found.flatMap((one) => one.changes);
    const problems = found.flatMap((one) => one.problems);
    return renderAnnotations([...refusals, ...unread, ...sortedChanges(changes), ...problems]);
  },
};

/** Diagnostics of a command that ended before it had a plan, as annotations. */
export function renderProblemAnnotations(problems: readonly DiagnosticView[]): string {
  return renderAnnotations(problems.map((problem) => problemAnnotation(problem)));
}

interface ChangeAnnotation extends Annotation {
  readonly kind: ChangeView['kind'];
}

function annotationsOf(view: PlanView, options: PlanFormatOptions) {
  const cluster = clusterName(view);
  const incomplete: Annotation[] = view.complete
    ? []
    : summarizePlan(view, options)
        .unfinished.slice(0, 1)
        .map((message) => ({ level: 'error', title: `${cluster}: incomplete`, message, source: null }));
  const revision = view.comparedWith && `compared with the files as of ${revisionText(view.comparedWith)}`;
  return {
    refusals: [...view.refusals.map((refusal) => refusalAnnotation(view, refusal)), ...incomplete],
    changes: reportedIn(view, options).changes.map((change) =>
      changeAnnotation(change, cluster, { ...options, revision }),
    ),
    problems: view.diagnostics.map((problem) => problemAnnotation(problem, cluster)),
  };
}

/** Placed on the line of the first connector that violates the check, because an annotation has one position. */
function refusalAnnotation(view: PlanView, { code, message, hint, names }: Refusal): Annotation {
  const refused = new Set(names);
  const place = view.changes.find(({ name, source }) => source && refused.has(name));
  const listed = names.slice(0, mostNames).join(', ');
  const more = names.length > mostNames ? ` and ${count(names.length - mostNames, 'more', 'more')}` : '';
  return {
    level: 'error',
    title: `${clusterName(view)}: refused (${code})`,
    message: [message, ...(listed === '' ? [] : [listed + more]), `hint: ${hint}`].join('\n'),
    source: place?.source ?? null,
  };
}

const mostNames = 20;

function problemAnnotation(problem: DiagnosticView, cluster?: string): Annotation {
  const { code, severity, message, hint, source } = problem;
  return {
    level: severity,
    title: `${cluster === undefined ? '' : `${cluster}: `}${severity} (${code})`,
    message: hint === null ? message : `${message}\nhint: ${hint}`,
    source,
  };
}

function changeAnnotation(
  change: ChangeView,
  cluster: string,
  { command, revision }: PlanFormatOptions & { readonly revision: string | undefined },
): ChangeAnnotation {
  const isSevere = change.kind === 'delete' || command === 'drift';
  return {
    kind: change.kind,
    level: isSevere ? 'warning' : 'notice',
    title: `${cluster}: ${changeWord(change, command)} ${change.name}`,
    message: [messageOf(change, command), revision].filter(Boolean).join('\n'),
    source: change.source,
  };
}

function messageOf(change: ChangeView, command: PlanFormatOptions['command']): string {
  const diff = change.kind === 'create' ? [] : diffOf(change, command);
  const lines = [...(command === 'drift' ? foundLines(change) : plannedLines(change)), ...diff];
  return lines.filter((line) => line !== '').join('\n');
}

function plannedLines({ reason, rootCause, effects }: ChangeView): string[] {
  return [reason ?? '', rootCause ?? '', effects.join('; ')];
}

/** Drift reports the current state, so it omits effects and health. */
function foundLines({ kind, reason }: ChangeView): string[] {
  if (kind === 'create') return ['declared here, missing on the cluster'];
  return kind === 'delete' ? [`on the cluster${reason === null ? '' : ` (${reason})`}`] : [];
}

/** The diff of a change, cut to the length that fits an annotation. */
function diffOf(change: ChangeView, command: PlanFormatOptions['command']): string[] {
  const lines = changeDiff(change, colorsFor({ color: false }), command).filter(
    (line) => !/^(?:---|\+\+\+) /.test(line),
  );
  const rest = lines.length - mostLines;
  return rest > 0 ? [...lines.slice(0, mostLines), `… ${count(rest, 'more line')}`] : lines;
}

const mostLines = 12;

const order = {
  delete: 0,
  update: 1,
  'set-state': 2,
  restart: 3,
  create: 4,
} as const satisfies Record<ChangeView['kind'], number>;

function sortedChanges(changes: readonly ChangeAnnotation[]): Annotation[] {
  return [...changes].sort((one, other) => order[one.kind] - order[other.kind]);
}
