import type { CodePage } from '../model/explain-code.ts';
import { type Colors, colorsFor } from './colors.ts';
import { packLines } from './pack-lines.ts';

/** The page of one problem: what happened, why it matters, what to do, and an example where there is one. */
export function renderCodePage(page: CodePage, options: { readonly color: boolean }): string {
  const colors = colorsFor(options);
  const note = page.severity === 'warning' ? 'a warning; an error with --strict' : 'an error';
  const parts = [
    [`${headline(page, colors)}: ${note}`],
    wrapped(page.means, ''),
    [colors.bold('Why it matters'), ...wrapped(page.matters, '  ')],
    [colors.bold('What to do'), ...wrapped(page.remedy, '  ')],
    example('Before', page.before, colors),
    example('After', page.after, colors),
  ];
  const shown = parts.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${shown.join('\n\n')}\n`;
}

/** Every code with its first sentence. */
export function renderCodeList(pages: readonly CodePage[], options: { readonly color: boolean }): string {
  const colors = colorsFor(options);
  const width = Math.max(...pages.map(({ code }) => code.length));
  const lines = pages.map((page) => {
    const sentence = /^.*?\.(?=\s|$)/.exec(page.means)?.[0] ?? page.means;
    const padding = ' '.repeat(width - page.code.length);
    return `${headline(page, colors)}${padding}  ${sentence}\n`;
  });
  return `${lines.join('')}\nRun ${colors.bold('connect-sync explain CODE')} for details.\n`;
}

function headline({ code, severity }: CodePage, colors: Colors): string {
  return severity === 'error' ? colors.red(code) : colors.yellow(code);
}

function wrapped(text: string, indent: string): string[] {
  // Two spaces separate a command from the sentence around it.
  const words = text.split(/(?<=\S) (?=\S)/);
  return packLines(words, { separator: ' ', width: 90 }).map((line) => `${indent}${line}`);
}

function example(title: string, text: string | undefined, colors: Colors): string[] {
  if (text === undefined) return [];
  const lines = text.trimEnd().split('\n');
  return [colors.bold(title), ...lines.map((line) => `  ${/^# \S+$/.test(line) ? colors.dim(line) : line}`)];
}
