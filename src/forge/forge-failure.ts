import { ConnectSyncError } from '../model/error.ts';

/** A forge that is unreachable, rejects a request, or sends an unusable response. The message contains no secret. */
export class ForgeFailure extends ConnectSyncError {
  constructor(problem: { code: string; message: string; hint?: string | undefined }) {
    super({ ...problem, category: 'failure' });
  }
}
