import type { EventView } from '../apply-view.ts';
import type { ApplyEvent } from '../event.ts';
import type { KnownSecrets } from '../known-secrets.ts';
import { viewOutcome } from './view-outcome.ts';

/** An event of an apply as it may be shown; `cluster` is the cluster's name, else its URL. */
export function viewEvent(event: ApplyEvent, cluster: string, known: KnownSecrets): EventView {
  const scrub = (text: string) => known.scrub(text);
  switch (event.kind) {
    case 'finished':
      return { ...event, cluster, outcome: viewOutcome(event.outcome, scrub) };
    case 'waiting':
      return { ...event, cluster, reason: scrub(event.reason) };
    default:
      return { ...event, cluster };
  }
}
