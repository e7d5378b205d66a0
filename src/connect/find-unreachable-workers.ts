import type { Attempt } from './attempt.ts';
import type { BaseUrl } from './cluster-urls.ts';
import type { Connection } from './connection.ts';
import { makeRequest } from './endpoints.ts';

/** A worker answers `GET /` from memory. One that takes longer has not refused, and is not waited for. */
const longestMilliseconds = 1_000;

/**
 * Which of these workers (`worker_id`) refuse connections at a URL of the cluster: one `GET /` to each URL that is one
 * of them, side by side, except to the one that answered last. Only a refusal counts. A time-out may be a firewall, an
 * unknown host may be unknown here alone, and with a proxy in between what refuses may be the proxy.
 *
 * A worker whose address is no configured URL is never asked. What it advertises is meant for the other workers: from
 * here it may be nobody, or somebody else, and behind a load balancer a refusal there would be a false alarm.
 */
export async function findUnreachable(
  connection: Connection,
  workerIds: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const [, ...others] = connection.bases;
  const asked = others.flatMap((base) => {
    const address = addressOf(base);
    const workerId = [...workerIds].find((id) => id.toLowerCase() === address.text);
    return workerId === undefined ? [] : [{ base, port: address.port, workerId }];
  });
  const request = makeRequest('readWorker', []);
  const answers = asked.map(async ({ base, port, workerId }) => {
    const attempt = await connection.probe({ request, base, timeoutMilliseconds: longestMilliseconds });
    return isRefused(attempt, port) ? [workerId] : [];
  });
  return new Set((await Promise.all(answers)).flat());
}

/** As a `worker_id` spells it: with the port, also where it is the scheme's own. */
function addressOf({ origin }: BaseUrl): { readonly text: string; readonly port: number } {
  const { protocol, hostname, port } = new URL(origin);
  const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  return { text: `${hostname}:${number}`, port: number };
}

/** A name may stand for several addresses: each must refuse, at the port of the worker and not at that of a proxy. */
export function isRefused(attempt: Attempt, port: number): boolean {
  if (attempt.kind === 'ok' || attempt.got.kind !== 'nothing' || attempt.got.why.reason !== 'refused')
    return false;
  const { cause } = attempt;
  const errors: readonly unknown[] = cause instanceof AggregateError ? cause.errors : [cause];
  return errors.every((error) => isConnectionRefused(error) && error.port === port);
}

function isConnectionRefused(error: unknown): error is { readonly port: unknown } {
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED' && 'port' in error;
}
