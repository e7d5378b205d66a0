import { count } from '../../model/count.ts';
import type { ChangeView } from '../../model/plan-view.ts';
import type { PlanFormatOptions } from '../plan-format.ts';
import { codeSpan, inertSentence } from './inert-text.ts';
import { namesPart } from './names-part.ts';
import { fixed, type Part, sizeOf, wrapped } from './part.ts';

/** The deletions with their reasons and effects; if that is too long, the names only. */
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
  // Drift reports the current state, so it omits effects.
  const hasEffects = command !== 'drift' && effects.length > 0;
  const effect = hasEffects ? `: ${inertSentence(effects.join('; '), codeSpan)}` : '';
  return `- ${codeSpan(name)}${because}${effect}`;
}
