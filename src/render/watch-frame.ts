import type { HealthChangeView } from '../inspect/health-changes.ts';
import type { HealthView } from '../model/apply-view.ts';
import { grouped } from '../model/count.ts';
import { toPrintableLine } from '../model/printable.ts';
import { stateText } from './outcome-lines.ts';

/** What is watched of one cluster. */
export interface WatchedSection {
  /** Always shown: the totals, the heading of the table. */
  readonly head: readonly string[];
  /** Worst first; each has one line or several. As many as fit are shown. */
  readonly items: readonly (readonly string[])[];
}

/** A page that is refreshed on a terminal. */
export interface WatchedPage {
  /** The time of the last read, and how to end. */
  readonly title: string;
  /** The latest first. */
  readonly changes: readonly string[];
  /** Messages of the last read: warnings, retries, and why a cluster was not read. */
  readonly notes: readonly string[];
  readonly sections: readonly WatchedSection[];
}

/** The lines of the page that fit into so many rows: of every list the first items, and the number of the others. */
export function fitFrame(page: WatchedPage, rows: number): readonly string[] {
  const most = Math.max(1, Math.floor(rows / 4));
  const changes = page.changes.slice(0, most);
  const lines = [
    page.title,
    ...(changes.length > 0 ? ['Changed:', ...changes.map((line) => `  ${line}`)] : []),
    ...page.notes.slice(0, most),
  ];
  const sections = page.sections.map(({ head, items }) => ({ head: ['', ...head], items }));
  const fixed = sections.reduce((sum, { head }) => sum + head.length, lines.length);
  const shares = shareRows(
    sections.map(({ items }) => items.flat().length),
    Math.max(0, rows - fixed),
  );
  for (const [index, { head, items }] of sections.entries())
    lines.push(...head, ...fitItems(items, shares[index] ?? 0));
  return lines.slice(0, rows);
}

/** Shares rows equally; what one does not need is left to the others. */
function shareRows(needed: readonly number[], rows: number): readonly number[] {
  const shares = needed.map(() => 0);
  const smallestFirst = needed
    .map((need, index) => ({ need, index }))
    .sort((one, other) => one.need - other.need);
  let left = rows;
  for (const [done, { need, index }] of smallestFirst.entries()) {
    const share = Math.min(need, Math.floor(left / (needed.length - done)));
    shares[index] = share;
    left -= share;
  }
  return shares;
}

function fitItems(items: readonly (readonly string[])[], rows: number): readonly string[] {
  const all = items.flat();
  if (all.length <= rows) return all;
  const shown: string[] = [];
  let whole = 0;
  for (const item of items) {
    if (shown.length + item.length > rows - 1) break;
    shown.push(...item);
    whole += 1;
  }
  const more = items.length - whole;
  return rows > 0 ? [...shown, `and ${grouped(more)} more`] : [];
}

/** A change on one line: `orders: RUNNING, 2/2 tasks -> 1 of 2 tasks FAILED: java.io.IOException: …`; printable. */
export function changeLine({ name, before, after }: HealthChangeView): string {
  const words = [wordsOf(before, 'not listed'), wordsOf(after, 'not listed any more')];
  return `${toPrintableLine(name)}: ${words.join(' -> ')}`;
}

function wordsOf(health: HealthView | null, none: string): string {
  if (!health) return none;
  const cause = health.kind === 'failed' && health.rootCause ? `: ${toPrintableLine(health.rootCause)}` : '';
  return `${stateText(health)}${cause}`;
}
