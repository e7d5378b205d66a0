import { ConnectSyncError } from './error.ts';

/**
 * The coded error for an address that a server cannot listen on; any other error is returned unchanged. `address`: as it
 * is named in the message, such as `port 8083` or `127.0.0.1:9464`.
 */
export function portError(address: string, error: unknown, hint: string): unknown {
  const reason = portProblems[(error as { readonly code?: string }).code ?? ''];
  if (reason === undefined) return error;
  return new ConnectSyncError({
    code: 'port-unavailable',
    message: `cannot listen on ${address}: ${reason}`,
    hint,
    category: 'failure',
    cause: error,
  });
}

const portProblems: Readonly<Record<string, string>> = {
  EADDRINUSE: 'something listens there already',
  EACCES: 'this user may not open it',
  ERR_SOCKET_BAD_PORT: 'ports go up to 65535',
  EADDRNOTAVAIL: 'this machine has no such address',
  EAFNOSUPPORT: 'this machine has no such address',
  ENOTFOUND: 'no such host is known',
  EAI_AGAIN: 'the name of the host cannot be resolved now',
};
