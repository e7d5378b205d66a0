import { count, grouped } from '../../model/count.ts';
import { codeSpan } from './inert-text.ts';
import { listed, type Part } from './part.ts';

/** As many names as fit, and the number of the others: `a`, `b` and 8,000 more. */
export function namesPart(names: readonly string[]): Part {
  return listed(names.map(codeSpan), {
    separator: ', ',
    rest: (leftOut) =>
      leftOut.length === names.length
        ? `${count(names.length, 'name')}, more than there is room for`
        : `and ${grouped(leftOut.length)} more`,
  });
}
