import type { ReportView } from '../model/apply-view.ts';
import { grouped } from '../model/count.ts';
import { type OutcomeKind, outcomeKinds } from '../model/outcome.ts';
import { othersSummary } from './other-lines.ts';

/** The summary of an apply in a sentence, and one about the connectors that it did not change: `4 planned: 3 applied (1 of them unhealthy), 1 skipped.` */
export function outcomeSummary({ planned, counts, unhealthy, notHealed, others }: ReportView): string {
  const parts = outcomeKinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => `${grouped(counts[kind])} ${bucketWords[kind]}`)
    .map((part, index) => (index === 0 && counts.applied > 0 ? part + ofThem(unhealthy, notHealed) : part));
  const changes = planned === 0 ? 'No changes' : `${grouped(planned)} planned: ${parts.join(', ')}`;
  return [`${changes}.`, othersSummary(others)].filter((sentence) => sentence !== undefined).join(' ');
}

const bucketWords = {
  applied: 'applied',
  unchanged: 'unchanged',
  failed: 'failed',
  skipped: 'skipped',
  stale: 'stale',
  unknown: 'unknown',
  'not-started': 'not started',
} as const satisfies Record<OutcomeKind, string>;

function ofThem(unhealthy: number, notHealed: number): string {
  const parts = [
    ...(unhealthy > 0 ? [`${unhealthy} of them unhealthy`] : []),
    ...(notHealed > 0 ? [`${notHealed} of them unhealthy as before`] : []),
  ];
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}
