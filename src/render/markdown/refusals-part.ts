import type { Refusal } from '../../model/plan.ts';
import { codeSpan, inertSentence } from './inert-text.ts';
import { namesPart } from './names-part.ts';
import { fixed, type Part, stacked, wrapped } from './part.ts';

/** The failed safety checks with their hints in full, and as many of the violating connectors as fit. */
export function refusalsPart(refusals: readonly Refusal[]): Part {
  if (refusals.length === 0) return fixed('');
  return wrapped('### Refused\n\n', stacked(refusals.map(refusalPart)));
}

function refusalPart({ code, message, hint, names }: Refusal): Part {
  const text = `- **refused** ${codeSpan(code)}: ${inertSentence(message, codeSpan)}`;
  const advice = hint === '' ? '' : `\n  - hint: ${inertSentence(hint, codeSpan)}`;
  return names.length === 0 ? fixed(text + advice) : wrapped(`${text}\n  - `, namesPart(names), advice);
}
