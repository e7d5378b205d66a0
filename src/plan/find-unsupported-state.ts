import type { Change } from '../model/change.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { releaseOf, supports } from '../model/worker-version.ts';

/** The problem of a change that needs `stopped` on a worker that does not know it: before 3.5 (KIP-875). */
export function findUnsupportedState(change: Change, worker: WorkerInfo): Diagnostic | undefined {
  if (supports(worker.version, 'stop') || !isStoppable(change)) return undefined;
  const { desired, name } = change;
  const facts = { name, workerVersion: worker.versionText, since: releaseOf('stop') };
  if (needsStop(change)) {
    const source = desired.stateSource ?? desired.source;
    return diagnose('state-not-supported', { ...facts, state: 'stopped' }, { source });
  }
  // Checked for a creation too: the next update could not be applied.
  const isWritten = change.kind !== 'set-state';
  if (!isWritten || desired.changeWhile?.state !== 'stopped') return undefined;
  return diagnose('change-while-not-supported', facts, { source: desired.changeWhile.source });
}

type StoppableChange = Extract<Change, { kind: 'create' | 'update' | 'set-state' }>;

function isStoppable(change: Change): change is StoppableChange {
  return change.kind === 'create' || change.kind === 'update' || change.kind === 'set-state';
}

function needsStop(change: StoppableChange): boolean {
  return change.kind === 'create' ? change.desired.state === 'stopped' : change.state?.after === 'stopped';
}
