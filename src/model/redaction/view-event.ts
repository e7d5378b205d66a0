import type { EventView, PendingView } from '../apply-view.ts';
import type { ApplyEvent, PendingReport } from '../event.ts';
import type { Scrub } from './scrub.ts';
import { viewHealth, viewOutcome } from './view-outcome.ts';

/** An event of an apply as it may be shown; `cluster` is the cluster's name, else its URL. */
export function viewEvent(event: ApplyEvent, cluster: string, scrub: Scrub): EventView {
  switch (event.kind) {
    case 'finished':
    case 'amended':
      return { ...event, cluster, outcome: viewOutcome(event.outcome, scrub) };
    case 'awaiting':
    case 'waiting':
    case 'resolving':
      return { ...event, cluster, reason: scrub(event.reason) };
    case 'health':
      return { ...event, cluster, health: viewHealth(event.health, event.name, scrub) };
    case 'heartbeat':
      return { ...event, cluster, pending: event.pending.map((one) => viewPending(one, scrub)) };
    case 'rolled-back':
      return { ...event, cluster, reason: orNull(event.reason, scrub) };
    default:
      return { ...event, cluster };
  }
}

function viewPending(pending: PendingReport, scrub: Scrub): PendingView {
  return { ...pending, reason: orNull(pending.reason, scrub) };
}

function orNull(reason: string | undefined, scrub: Scrub): string | null {
  return reason === undefined ? null : scrub(reason);
}
