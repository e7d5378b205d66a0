import { grouped } from '../model/count.ts';

/** The first texts of a list, and how many others there are: `a, b and 12 more`. */
export function withMore(shown: readonly string[], all: number): string {
  const more = all - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${grouped(more)} more` : ''}`;
}
