import { count } from '../../model/count.ts';
import type { ChangeView } from '../../model/plan-view.ts';
import type { PlanFormatOptions } from '../plan-format.ts';
import { changeCounts } from '../plan-summary.ts';
import { changeFold } from './change-fold.ts';
import { codeSpan } from './inert-text.ts';
import { namesPart } from './names-part.ts';
import { fixed, listed, type Part, sizeOf, wrapped } from './part.ts';

/** One fold per connector as far as they fit; for the rest, counts by kind and names. */
export function changesPart(changes: readonly ChangeView[], command: PlanFormatOptions['command']): Part {
  if (changes.length === 0) return fixed('');
  const folds = changes.map((change) => changeFold(change, command));
  const rest = (leftOut: readonly number[], room: number): string => {
    const left = leftOut.flatMap((index) => changes[index] ?? []);
    const counts = changeCounts(left, { command });
    const text = `Omitted for length: ${count(left.length, 'connector')} (${counts})`;
    const names = wrapped(': ', namesPart(left.map(({ name }) => name)));
    const whereElse = `. ${codeSpan(`connect-sync ${command}`)} shows them.`;
    const roomForNames = room - sizeOf(text + whereElse);
    return text + (roomForNames < leastForNames ? '' : names(roomForNames)) + whereElse;
  };
  return wrapped('### Changes\n\n', listed(folds, { separator: '\n\n', rest }));
}

/** With less room than this in bytes, names are omitted. */
const leastForNames = 200;
