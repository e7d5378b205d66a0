import { ConnectSyncError } from '../model/error.ts';
import type { Host } from './host.ts';

/** A question before something is written. */
export interface Question {
  /** The cluster, for messages. */
  readonly label: string;
  /** Without the possible answers: `Reset the offsets of "orders"?` */
  readonly question: string;
  /** `--yes`: confirmed without a question. */
  readonly yes?: boolean;
}

/**
 * Asks for confirmation. Where it is declined, that is reported: then nothing is written.
 *
 * @throws ConnectSyncError (usage) if there is no terminal
 */
export async function isConfirmed(host: Host, { label, yes, question }: Question): Promise<boolean> {
  if (yes === true) return true;
  if (!host.canAsk) {
    throw new ConnectSyncError({
      code: 'not-a-terminal',
      message: `${label}: confirmation required, but this is not a terminal`,
      hint: 'review what is shown above and re-run with --yes',
      category: 'usage',
    });
  }
  const answer = await host.ask(`${question} [y/N] `);
  if (/^y(es)?$/i.test(answer.trim())) return true;
  host.onDecline?.();
  host.stderr.write(
    `${host.interrupt.aborted ? '\n' : ''}Cancelled: no changes made${host.interrupt.aborted ? '' : ` to ${label}`}.\n`,
  );
  return false;
}
