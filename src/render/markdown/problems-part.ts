import { count } from '../../model/count.ts';
import type { DiagnosticView } from '../../model/plan-view.ts';
import { formatSource, type LinkTo } from '../../model/source.ts';
import { codeSpan, inertSentence } from './inert-text.ts';
import { fixed, listed, type Part, wrapped } from './part.ts';
import { placeLink } from './place-link.ts';

/** As many diagnostics with their positions as fit, below a heading. */
export function problemsPart(problems: readonly DiagnosticView[], heading: string, linkTo?: LinkTo): Part {
  if (problems.length === 0) return fixed('');
  const list = listed(
    problems.map((problem) => problemLine(problem, linkTo)),
    {
      separator: '\n',
      rest: (leftOut) => `- ${restOf(problems, leftOut)}`,
    },
  );
  return wrapped(`${heading}\n\n`, list);
}

function problemLine(
  { code, severity, message, hint, source, related }: DiagnosticView,
  linkTo: LinkTo | undefined,
): string {
  const place = source ? ` at ${placeLink(source, formatSource(source), linkTo)}` : '';
  const lines = [
    `- **${severity}** ${codeSpan(code)}${place}: ${inertSentence(message, codeSpan)}`,
    ...related
      .slice(0, mostRelated)
      .map(
        (one) =>
          `also: ${inertSentence(one.label, codeSpan)} ${placeLink(one.source, formatSource(one.source), linkTo)}`,
      ),
    ...(hint === null ? [] : [`hint: ${inertSentence(hint, codeSpan)}`]),
  ];
  return lines.join('\n  - ');
}

const mostRelated = 5;

function restOf(problems: readonly DiagnosticView[], leftOut: readonly number[]): string {
  const errors = leftOut.filter((index) => problems[index]?.severity === 'error').length;
  const warnings = leftOut.length - errors;
  const counts = [
    ...(errors > 0 ? [count(errors, 'error')] : []),
    ...(warnings > 0 ? [count(warnings, 'warning')] : []),
  ];
  return `omitted for length: ${counts.join(', ')}`;
}
