import { type Diagnostic, describeDiagnostic, distinctDiagnostics } from '../model/diagnostic.ts';
import type { CheckName, CheckView } from '../model/doctor-view.ts';
import type { Scrub } from '../model/redaction/scrub.ts';
import { formatSource } from '../model/source.ts';
import { failed, warning } from './check.ts';

/** More would hide the other checks; `validate` lists all. */
const mostLines = 10;

/** Problems of files as checks, one line each, errors first. */
export function checkProblems(
  check: CheckName,
  problems: readonly Diagnostic[],
  scrub: Scrub,
): readonly CheckView[] {
  const distinct = distinctDiagnostics(problems);
  const sorted = [...distinct].sort((one, other) => rankOf(one) - rankOf(other));
  const shown = sorted.slice(0, mostLines).map((problem) => viewProblem(check, problem, scrub));
  const [next] = sorted.slice(mostLines);
  if (!next) return shown;
  const more = next.severity === 'error' ? failed : warning;
  return [
    ...shown,
    more(check, `and ${sorted.length - mostLines} more`, 'connect-sync validate lists them all'),
  ];
}

function viewProblem(check: CheckName, problem: Diagnostic, scrub: Scrub): CheckView {
  const { message, hint } = describeDiagnostic(problem, scrub);
  const place = problem.source ? `${formatSource(problem.source)}: ` : '';
  const view = problem.severity === 'error' ? failed : warning;
  return view(check, `${place}${message}`, hint ?? `connect-sync explain ${problem.code}`);
}

function rankOf({ severity }: Diagnostic): number {
  return severity === 'error' ? 0 : 1;
}

/** Problems of the environment and of variables, wherever they are referred to. */
export function isAboutVariables({ code }: Diagnostic): boolean {
  return /-environment-variable$|^environment-name-|^(?:unset|empty)-variable$/.test(code);
}
