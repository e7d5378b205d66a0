import { ConnectSyncError } from '../model/error.ts';
import type { Host } from './host.ts';

/** What is asked before something is written. */
export interface Question {
  /** The cluster, for messages. */
  readonly label: string;
  /** `--yes`: agreed beforehand. */
  readonly yes: boolean;
  /** Without the choices behind it: `Reset the offsets of "orders"?` */
  readonly question: string;
}

/**
 * Whether a person agrees. Says so where not: then nothing is written.
 *
 * @throws ConnectSyncError (usage) where no one can be asked
 */
export async function isConfirmed(host: Host, { label, yes, question }: Question): Promise<boolean> {
  if (yes) return true;
  if (!host.canAsk) {
    throw new ConnectSyncError({
      code: 'nobody-to-ask',
      message: `${label}: there is something to do, and no terminal to ask at`,
      hint: 'look at what is said above; say --yes to have it done',
      category: 'usage',
    });
  }
  const answer = await host.ask(`${question} [y/N] `);
  if (/^y(es)?$/i.test(answer.trim())) return true;
  host.stderr.write('Nothing has been changed.\n');
  return false;
}
