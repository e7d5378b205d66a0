import type { CheckView } from '../model/doctor-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { ServerCertificate, UrlPath } from '../project/read-url-paths.ts';
import { failed, ok, skipped, warning } from './check.ts';
import type { WorkerReading } from './read-worker.ts';

/** The certificate of the server at one URL. */
export function checkCertificate(
  path: UrlPath,
  { worker }: WorkerReading,
  now: number,
): readonly CheckView[] {
  if (!path.isSecure) return [];
  const { certificate } = path;
  if (certificate) return [assess(certificate, now)];
  const isTrusted = worker.kind === 'read' || worker.failure.status !== undefined;
  if (isTrusted) return [ok('certificate', 'trusted; its details are not read through a proxy')];
  return [skipped('certificate', 'not known: there was no TLS handshake')];
}

/** Whether no request is sent to a server with this certificate. */
export function isBadCertificate({ distrust, fitsHost }: ServerCertificate): boolean {
  return distrust !== undefined || !fitsHost;
}

const day = 86_400_000;
const soon = 30 * day;

function assess(certificate: ServerCertificate, now: number): CheckView {
  const { subject, issuer, validFrom, validTo, distrust, fitsHost } = certificate;
  const name = `${toPrintableLine(subject)}, issued by ${toPrintableLine(issuer)}`;
  if (validTo < now)
    return failed(
      'certificate',
      `${name}, expired on ${dateOf(validTo)}`,
      'renew the certificate of the worker',
    );
  if (validFrom > now)
    return failed(
      'certificate',
      `${name}, is not valid before ${dateOf(validFrom)}`,
      'check the clock of this machine',
    );
  if (distrust !== undefined)
    return failed('certificate', `${name}, is not trusted here (${distrust})`, howToTrust(certificate));
  if (!fitsHost)
    return failed(
      'certificate',
      `${name}, is for another host: ${namesOf(certificate)}`,
      'use one of these names in the URL, or give it as tls.serverName of the cluster',
    );
  const until = `${name}, valid until ${dateOf(validTo)}`;
  if (validTo - now > soon) return ok('certificate', `${until}, trusted`);
  return warning(
    'certificate',
    `${until}: ${Math.floor((validTo - now) / day)} days left`,
    'renew it in time',
  );
}

function howToTrust({ isSelfSigned }: ServerCertificate): string {
  return isSelfSigned
    ? 'it is self-signed: give it as tls.ca of the cluster, or in NODE_EXTRA_CA_CERTS'
    : 'give the certificate of its authority as tls.ca of the cluster, or in NODE_EXTRA_CA_CERTS';
}

function namesOf({ names, subject }: ServerCertificate): string {
  const shown = names.map((name) => name.replace(/^(?:DNS|IP Address):/, ''));
  return toPrintableLine((shown.length > 0 ? shown.slice(0, 5) : [subject]).join(', '));
}

function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
