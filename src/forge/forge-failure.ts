import { ConnectSyncError } from '../model/error.ts';

/** A forge that cannot be reached, refuses, or answers what nobody can use. Nothing in its message is a secret. */
export class ForgeFailure extends ConnectSyncError {
  constructor(problem: { code: string; message: string; hint?: string | undefined }) {
    super({ ...problem, category: 'failure' });
  }
}
