import type { FaultAnswer } from './faults.ts';

/**
 * Answers of real workers, and of gateways in front of them (Connect REST contract 8.1): ready for a
 * fault's `answer`.
 */
export const knownAnswers = {
  /** A rebalance is about to start: up to 3.4, on GET of one connector and restarts. */
  staleConfiguration: connectError(
    409,
    'Cannot complete request momentarily due to stale configuration (typically caused by a concurrent config change)',
  ),
  /** The same from 3.5 on. */
  rebalanceExpected: connectError(500, 'Request cannot be completed because a rebalance is expected'),
  /** The leader or owner was not found in two hops. */
  conflictingOperation: connectError(
    409,
    'Cannot complete request because of a conflicting operation (e.g. worker rebalance)',
  ),
  noKnownLeader: connectError(
    409,
    'Cannot complete request momentarily due to no known leader URL, likely because a rebalance was underway.',
  ),
  /** After 90 s; the outcome is unknown. */
  requestTimedOut: connectError(
    500,
    'Request timed out. The worker is currently performing multi-property validation for the connector, ' +
      'which began at 2026-01-01T00:00:00Z',
  ),
  /** The leader is dead: nothing was sent. */
  leaderRefused: connectError(
    500,
    'IO Error trying to forward REST request: java.net.ConnectException: Connection refused',
  ),
  /** The leader advertises a host name that this worker does not know: nothing was sent. */
  leaderUnknown: connectError(
    500,
    'IO Error trying to forward REST request: java.net.UnknownHostException: connect-0.internal',
  ),
  /** The workers do not trust the certificate of their leader: nothing was sent. */
  leaderUntrusted: connectError(
    500,
    'IO Error trying to forward REST request: javax.net.ssl.SSLHandshakeException: PKIX path building failed: ' +
      'sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target',
  ),
  /** A firewall between the workers drops what is sent to the leader: nothing was sent. */
  leaderTimedOut: connectError(
    500,
    'IO Error trying to forward REST request: java.net.SocketTimeoutException: Connect Timeout',
  ),
  /** The leader died while it handled the request: the outcome is unknown. */
  leaderCutOff: connectError(
    500,
    'IO Error trying to forward REST request: java.io.EOFException: HttpConnectionOverHTTP',
  ),
  configTopicFull: connectError(500, 'Error writing connector configuration to Kafka'),
  fencedWrite: connectError(
    500,
    'Failed to write to config topic; this may be due to a transient error and the request can be safely retried',
  ),
  shuttingDown: connectError(500, 'Worker is shutting down'),
  /** The connector is being deleted (4.3.0, GET of one connector). */
  goingAway: { status: 204 },
  emptyList: { status: 200, body: '[]', contentType: 'application/json' },
  emptyExpansion: { status: 200, body: '{}', contentType: 'application/json' },
  loginPage: {
    status: 200,
    body: '<!DOCTYPE html><html><head><title>Sign in</title></head><body><form></form></body></html>',
    contentType: 'text/html;charset=utf-8',
  },
  /** The worker's basic authentication answers in plain text. */
  unauthorised: { status: 401, body: 'User cannot access the resource.', contentType: 'text/plain' },
  forbidden: { status: 403, body: '', contentType: 'text/plain' },
  badGateway: gatewayPage(502, 'Bad Gateway'),
  unavailable: gatewayPage(503, 'Service Unavailable'),
  gatewayTimeout: gatewayPage(504, 'Gateway Time-out'),
  tooManyRequests: gatewayPage(429, 'Too Many Requests'),
} as const satisfies Readonly<Record<string, FaultAnswer>>;

function connectError(status: number, message: string): FaultAnswer {
  return { status, body: JSON.stringify({ error_code: status, message }), contentType: 'application/json' };
}

function gatewayPage(status: number, reason: string): FaultAnswer {
  const body = `<html><head><title>${status} ${reason}</title></head><body><h1>${status} ${reason}</h1></body></html>`;
  return { status, body, contentType: 'text/html' };
}
