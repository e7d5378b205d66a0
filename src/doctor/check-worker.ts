import type { CheckView } from '../model/doctor-view.ts';
import { formatDuration } from '../model/duration.ts';
import type { Scrub } from '../model/redaction/scrub.ts';
import type { WorkerFailure } from '../model/worker-failure.ts';
import { isAtLeast } from '../model/worker-version.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import { failed, ok, skipped, warning } from './check.ts';
import { checkCertificate, isBadCertificate } from './check-certificate.ts';
import type { WorkerReading } from './read-worker.ts';

/** The checks of the worker at one URL. */
export function checkWorker(
  reading: WorkerReading,
  { target, project: { scrub } }: ClusterContext,
  now: number,
): readonly CheckView[] {
  const { url, path, worker } = reading;
  const isRead = worker.kind === 'read';
  const checks = [
    checkUrl(reading),
    checkProxy(reading),
    ...(path ? checkCertificate(path, reading, now) : []),
    ...checkCredentials(reading, target),
    ...(isRead ? [...checkVersion(reading), ...checkHealth(reading, scrub)] : []),
    ...checkClock(reading),
  ];
  return checks.map((check) => ({ ...check, url }));
}

function checkUrl(reading: WorkerReading): CheckView {
  const { url, worker, path } = reading;
  if (worker.kind === 'read') return ok('url', `${url} is a Kafka Connect worker`);
  const { failure } = worker;
  if (isRefusal(failure)) return ok('url', `${url} answers`);
  // One mistake, one message: the line of the certificate says it.
  if (path?.certificate && isBadCertificate(path.certificate)) return ok('url', `${url} accepts connections`);
  if (reading.isSchemaRegistry === true)
    return failed('url', `${url} is a Schema Registry, not a Kafka Connect worker`, otherPort);
  return failed('url', failure.brief, failure.next);
}

const otherPort = 'use the URL of Kafka Connect, usually port 8083';

function checkProxy({ path, url }: WorkerReading): CheckView {
  if (!path) return skipped('proxy', `${url} cannot be used`);
  return path.proxy === undefined
    ? ok('proxy', 'none is used')
    : ok('proxy', `reached through ${path.proxy} (http_proxy, https_proxy)`);
}

function checkCredentials(reading: WorkerReading, target: ClusterContext['target']): readonly CheckView[] {
  const { worker, names, path } = reading;
  const refusal = [worker, names].flatMap((one) =>
    one?.kind === 'failed' && isRefusal(one.failure) ? [one.failure] : [],
  )[0];
  if (refusal) return [failed('credentials', refusal.brief, refusal.next)];
  if (worker.kind === 'failed') return [];
  const kind = kindOfCredentials(target);
  if (kind === undefined) return [ok('credentials', 'none are given, and the worker asks for none')];
  if (path && !path.isSecure && !path.isLoopback)
    return [warning('credentials', `accepted (${kind}), but sent unencrypted over http`, 'use https')];
  return [ok('credentials', `accepted (${kind})`)];
}

function isRefusal({ verdict }: WorkerFailure): boolean {
  return verdict === 'unauthorised' || verdict === 'forbidden';
}

function kindOfCredentials({ auth, headers, tls }: ClusterContext['target']): string | undefined {
  if (auth) return auth.kind === 'basic' ? 'basic authentication' : 'bearer token';
  if (headers.size > 0) return 'headers';
  return tls?.certificate === undefined ? undefined : 'client certificate';
}

function checkVersion({ worker }: WorkerReading): readonly CheckView[] {
  if (worker.kind !== 'read') return [];
  const { version, versionText, commit } = worker.value;
  const text = `Kafka Connect ${versionText} (commit ${commit})`;
  if (!version)
    return [warning('version', `${text}: the version is unknown`, 'check that it is Apache Kafka Connect')];
  return isAtLeast(version, 2, 8)
    ? [ok('version', text)]
    : [
        warning(
          'version',
          `${text} is older than the tested versions`,
          'upgrade the worker: older versions are not tested',
        ),
      ];
}

function checkHealth({ health, url }: WorkerReading, scrub: Scrub): readonly CheckView[] {
  if (health?.kind !== 'read') return [];
  const { status, message } = health.value;
  if (status === 'healthy') return [ok('health', 'the worker reports healthy')];
  return [
    warning(
      'health',
      `the worker reports ${status}: ${scrub(message)}`,
      `see the log of the worker at ${url}`,
    ),
  ];
}

/** Of a token or a signed request, most servers accept a difference of a minute or more. */
const tolerated = 30_000;

function checkClock({ clockAhead }: WorkerReading): readonly CheckView[] {
  if (clockAhead === undefined) return [];
  const difference = Math.abs(clockAhead);
  if (difference <= tolerated) return [ok('clock', 'the clocks agree')];
  return [
    warning(
      'clock',
      `the clock there is ${formatDuration(difference)} ${clockAhead > 0 ? 'ahead of' : 'behind'} the clock here`,
      'synchronize both with NTP: tokens and certificates depend on it, and times in logs differ',
    ),
  ];
}
