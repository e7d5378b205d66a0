import type { Refusal } from '../../model/plan.ts';
import { codeSpan, inertSentence } from './inert-text.ts';
import { namesPart } from './names-part.ts';
import { fixed, type Part, stacked, wrapped } from './part.ts';

/** The guards that say no: what each says and what to do, always; the names that offend it as far as they fit. */
export function refusalsPart(refusals: readonly Refusal[]): Part {
  if (refusals.length === 0) return fixed('');
  return wrapped('### Refused\n\n', stacked(refusals.map(refusalPart)));
}

function refusalPart({ code, message, hint, names }: Refusal): Part {
  const said = `- **refused** ${codeSpan(code)}: ${inertSentence(message, codeSpan)}`;
  const advice = hint === '' ? '' : `\n  - hint: ${inertSentence(hint, codeSpan)}`;
  return names.length === 0 ? fixed(said + advice) : wrapped(`${said}\n  - `, namesPart(names), advice);
}
