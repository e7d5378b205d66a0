import { ConnectSyncError } from '../../model/error.ts';

/** The coded error for a port that a server on loopback cannot listen on; any other error is returned unchanged. */
export function portError(port: number, error: unknown, hint: string): unknown {
  const reason = portProblems[(error as NodeJS.ErrnoException).code ?? ''];
  if (reason === undefined) return error;
  return new ConnectSyncError({
    code: 'port-unavailable',
    message: `cannot listen on port ${port}: ${reason}`,
    hint,
    category: 'failure',
    cause: error,
  });
}

const portProblems: Readonly<Record<string, string>> = {
  EADDRINUSE: 'something listens there already',
  EACCES: 'this user may not open it',
  ERR_SOCKET_BAD_PORT: 'ports go up to 65535',
};
