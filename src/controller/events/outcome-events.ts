import type { ReportView } from '../../model/apply-view.ts';
import type { NewEvent } from './new-event.ts';

/** What a run did to each connector, and how it ended. */
export function outcomeEvents(cluster: string, report: ReportView | undefined): readonly NewEvent[] {
  return (report?.outcomes ?? []).flatMap(
    ({ name, kind, change, reason, wrote, workerMessage }): NewEvent[] => {
      const about = { cluster, connector: name };
      const why = [reason, workerMessage].filter((text) => text !== null).join(': ');
      if (kind === 'applied' && wrote)
        return [{ kind: 'change-applied', ...about, message: `${change} was applied` }];
      const hasFailed = kind === 'failed' || kind === 'unknown' || kind === 'stale';
      if (!hasFailed) return [];
      return [
        {
          kind: 'change-failed',
          ...about,
          message: `${change} ended ${kind}${why === '' ? '' : `: ${why}`}`,
        },
      ];
    },
  );
}
