import { count } from '../../model/count.ts';
import type { ChangeView } from '../../model/plan-view.ts';
import type { PlanFormatOptions } from '../plan-format.ts';
import { codeSpan, inertSentence } from './inert-text.ts';
import { namesPart } from './names-part.ts';
import { fixed, type Part, sizeOf, wrapped } from './part.ts';

/** What will be deleted: each with the reason and what becomes of its data; where that is too much, the names. */
export function deletionsPart(deletions: readonly ChangeView[], command: PlanFormatOptions['command']): Part {
  if (deletions.length === 0) return fixed('');
  const title = command === 'drift' ? 'Extra:' : 'Deletes';
  const heading = `### ${title} ${count(deletions.length, 'connector')}\n\n`;
  const whole = heading + deletions.map((deletion) => deletionLine(deletion, command)).join('\n');
  const names = wrapped(heading, namesPart(deletions.map(({ name }) => name)));
  const wholeSize = sizeOf(whole);
  return (room) => (wholeSize <= room ? whole : names(room));
}

function deletionLine(
  { name, source, reason, effects }: ChangeView,
  command: PlanFormatOptions['command'],
): string {
  const why = [
    ...(reason === null ? [] : [inertSentence(reason, codeSpan)]),
    ...(source ? [codeSpan(`${source.file}:${source.line}`)] : []),
  ];
  const because = why.length > 0 ? ` (${why.join(', ')})` : '';
  // Drift is about what is, not about what would be done.
  const told = command !== 'drift' && effects.length > 0;
  const effect = told ? `: ${inertSentence(effects.join('; '), codeSpan)}` : '';
  return `- ${codeSpan(name)}${because}${effect}`;
}
