import { catalogue, type DiagnosticCode } from './diagnostics/catalogue.ts';
import type { Problem } from './diagnostics/problem.ts';

/** What `explain` shows about a problem: the texts of its catalogue entry that need no arguments. */
export interface CodePage {
  readonly code: DiagnosticCode;
  readonly severity: 'error' | 'warning';
  /** What happened. */
  readonly means: string;
  /** Why that matters. */
  readonly matters: string;
  /** What to do. */
  readonly remedy: string;
  /** Files that cause it, each below a line `# path`; omitted where files alone do not cause it. */
  readonly before?: string;
  /** The same files, fixed. */
  readonly after?: string;
}

/** All pages, sorted by code. */
export function allPages(): readonly CodePage[] {
  const codes = (Object.keys(catalogue) as DiagnosticCode[]).sort();
  return codes.map((code) => pageOf(code, catalogue[code]));
}

function pageOf(code: DiagnosticCode, entry: Problem<never>): CodePage {
  const { severity, means, matters, before, after } = entry;
  const example = before === undefined || after === undefined ? {} : { before, after };
  return { code, severity, means, matters, remedy: entry.remedy ?? sentenceOf(entry.hint), ...example };
}

/** A fixed hint as a sentence. */
function sentenceOf(hint: Problem<never>['hint']): string {
  if (typeof hint !== 'string') return '';
  const end = / {2}\S[^ ]*(?: [^ ]+)*$/.test(hint) ? ' .' : '.';
  return `${hint.slice(0, 1).toUpperCase()}${hint.slice(1)}${/[?.]$/.test(hint) ? '' : end}`;
}
