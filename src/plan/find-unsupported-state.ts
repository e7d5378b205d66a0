import type { Change } from '../model/change.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { supports } from '../model/worker-version.ts';

/** The problem of a change to `stopped` on a worker that knows no such state: before 3.5 (KIP-875). */
export function findUnsupportedState(change: Change, worker: WorkerInfo): Diagnostic | undefined {
  if (supports(worker.version, 'stop') || !asksForStop(change)) return undefined;
  const { desired, name } = change;
  return diagnose(
    'state-not-supported',
    { name, state: 'stopped', workerVersion: worker.versionText, since: '3.5' },
    { source: desired.stateSource ?? desired.source },
  );
}

type StoppableChange = Extract<Change, { kind: 'create' | 'update' | 'set-state' }>;

function asksForStop(change: Change): change is StoppableChange {
  switch (change.kind) {
    case 'create':
      return change.desired.state === 'stopped';
    case 'update':
    case 'set-state':
      return change.state?.after === 'stopped';
    default:
      return false;
  }
}
