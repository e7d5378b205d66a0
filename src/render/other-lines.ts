import type { OtherView } from '../model/apply-view.ts';
import { count } from '../model/count.ts';
import { toPrintableLine } from '../model/printable.ts';
import { healthLines, stateText } from './outcome-lines.ts';

/** How a connector that the run did not change ended: `unhealthy as before: connector FAILED`. */
export function otherText({ health, changed, unhealthyBefore, allowed }: OtherView): string {
  if (changed !== null) return `changed by someone else during this run: ${toPrintableLine(changed)}`;
  const when = unhealthyBefore ? 'unhealthy as before' : 'unhealthy, and was healthy before this run';
  return `${when}${allowed ? ' (allowed)' : ''}: ${stateText(health)}`;
}

/** The root cause, line by line, and the position of the declaration; printable. */
export function otherDetails(other: OtherView): string[] {
  const { source } = other;
  return [...otherCause(other), ...(source ? [`--> ${toPrintableLine(source.file)}:${source.line}`] : [])];
}

/** The root cause of a connector that the run did not change, line by line; printable. */
export function otherCause({ health, changed }: OtherView): string[] {
  return changed === null ? healthLines(health) : [];
}

/** The others in one sentence; undefined where all is as declared. */
export function othersSummary(others: readonly OtherView[]): string | undefined {
  const changed = others.filter((other) => other.changed !== null);
  const unhealthy = others.filter((other) => other.changed === null);
  const before = unhealthy.filter((other) => other.unhealthyBefore).length;
  const allowed = unhealthy.filter((other) => other.allowed).length;
  const parts = [
    ...(before > 0 ? [`${before} of them as before`] : []),
    ...(allowed > 0 ? [`${allowed} allowed`] : []),
  ];
  const of = parts.length > 0 ? ` (${parts.join(', ')})` : '';
  const sentences = [
    ...(unhealthy.length > 0 ? [`${count(unhealthy.length, 'unchanged connector')} unhealthy${of}`] : []),
    ...(changed.length > 0 ? [`${count(changed.length, 'other connector')} changed by someone else`] : []),
  ];
  return sentences.length > 0 ? `${sentences.join('; ')}.` : undefined;
}
