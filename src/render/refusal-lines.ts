import type { Refusal } from '../model/plan.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { Colors } from './colors.ts';

/** The failed safety checks, each with every connector that violates it. */
export function refusalLines(refusals: readonly Refusal[], colors: Colors): string[] {
  return refusals.flatMap((refusal, index) => [...(index > 0 ? [''] : []), ...linesOf(refusal, colors)]);
}

function linesOf({ code, message, hint, names }: Refusal, colors: Colors): string[] {
  return [
    `${colors.bold(colors.red(`refused[${code}]`))}: ${toPrintableLine(message)}`,
    ...names.map((name) => `  ${toPrintableLine(name)}`),
    `  hint: ${toPrintableLine(hint)}`,
  ];
}
