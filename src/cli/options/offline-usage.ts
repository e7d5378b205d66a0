import type { Command } from 'commander';
import { ConnectSyncError } from '../../model/error.ts';
import { givenPlanningOptions } from './saved-plan-usage.ts';

/** Further options of `plan` that need a cluster. */
const needCluster = { maxRestarts: '--max-restarts', out: '--out', show: '--show', timeout: '--timeout' };

/** @throws ConnectSyncError (usage) for `--since` without `--offline`, and for options that need a cluster */
export function checkOfflineUsage(command: Command, isOffline: boolean): void {
  if (!isOffline) {
    throw usage(
      '--since compares the files with a commit, without a cluster: it requires --offline',
      'add --offline; to compare a cluster with the files and a commit: connect-sync drift --since',
    );
  }
  // `--only` limits a comparison too.
  const given = givenPlanningOptions(command, needCluster).filter((option) => option !== '--only');
  if (given.length === 0) return;
  const saved = given.includes('--out') ? ', and nothing of it can be applied' : '';
  throw usage(
    `plan --offline reads no cluster${saved}: it cannot be combined with ${given.join(', ')}`,
    'omit it, or omit --offline',
  );
}

function usage(message: string, hint: string): ConnectSyncError {
  return new ConnectSyncError({ code: 'offline-usage', message, hint, category: 'usage' });
}
