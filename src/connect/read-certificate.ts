import { checkServerIdentity, connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import type { Clock } from '../model/clock.ts';
import type { ClusterTls } from '../model/project.ts';
import { readTls } from './request-headers.ts';

/** The certificate of a server, as far as it could be read. */
export interface ServerCertificate {
  /** Its common name, else its first alternative name. */
  readonly subject: string;
  readonly issuer: string;
  /** `DNS:…` and `IP Address:…`, as it lists them. */
  readonly names: readonly string[];
  /** Milliseconds since the epoch. */
  readonly validFrom: number;
  readonly validTo: number;
  readonly isSelfSigned: boolean;
  /** Why it is not trusted here, such as `CERT_HAS_EXPIRED`; undefined: it is. */
  readonly distrust: string | undefined;
  /** Whether it is a certificate for this host. */
  readonly fitsHost: boolean;
}

/** Which server to ask, and how long to wait for it. */
export interface CertificateRequest {
  /** `https://host:port` */
  readonly origin: string;
  readonly tls: ClusterTls | undefined;
  readonly clock: Pick<Clock, 'deadline'>;
  readonly timeoutMilliseconds: number;
}

/**
 * Reads the certificate of a server, also one that is not trusted: the handshake is completed and the connection closed,
 * and no byte of HTTP is sent, so no credentials either. Undefined where there is no handshake. Never rejects.
 */
export function readCertificate(request: CertificateRequest): Promise<ServerCertificate | undefined> {
  const { origin, tls, clock, timeoutMilliseconds } = request;
  const { hostname, port } = new URL(origin);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return new Promise((resolve) => {
    const settle = (found: ServerCertificate | undefined) => {
      endDeadline();
      socket?.destroy();
      resolve(found);
    };
    const endDeadline = clock.deadline(timeoutMilliseconds, () => settle(undefined));
    const socket = open(tls, { host, port: Number(port || 443) });
    socket?.on('error', () => settle(undefined));
    socket?.on('close', () => settle(undefined));
    socket?.on('secureConnect', () => settle(describe(socket, tls?.serverName ?? host)));
    if (!socket) settle(undefined);
  });
}

/** Undefined where the certificate or the key of the cluster cannot be used. */
function open(tls: ClusterTls | undefined, server: { host: string; port: number }): TLSSocket | undefined {
  try {
    // An IP address is not sent as a server name.
    return connect({ ...server, ...readTls(tls), rejectUnauthorized: false });
  } catch {
    return undefined;
  }
}

function describe(socket: TLSSocket, host: string): ServerCertificate | undefined {
  const certificate = socket.getPeerCertificate();
  if (Object.keys(certificate).length === 0) return undefined;
  const names = certificate.subjectaltname?.split(', ') ?? [];
  const isForHost = checkServerIdentity(host, certificate) === undefined;
  return {
    subject: commonName(certificate.subject) ?? names[0] ?? 'without a name',
    issuer: commonName(certificate.issuer) ?? 'without a name',
    names,
    validFrom: Date.parse(certificate.valid_from),
    validTo: Date.parse(certificate.valid_to),
    isSelfSigned: JSON.stringify(certificate.subject) === JSON.stringify(certificate.issuer),
    distrust: distrustOf(socket, isForHost),
    fitsHost: isForHost,
  };
}

function commonName(name: PeerCertificate['subject'] | undefined): string | undefined {
  const found: unknown = name?.CN ?? name?.O;
  return Array.isArray(found) ? String(found[0]) : typeof found === 'string' ? found : undefined;
}

/** Node reports a wrong host where the certificate is trusted otherwise; that is `fitsHost`. */
function distrustOf({ authorizationError }: TLSSocket, isForHost: boolean): string | undefined {
  // The types say Error, but it is the code.
  const reason: unknown = authorizationError ?? undefined;
  if (reason === undefined) return undefined;
  const code = reason instanceof Error ? (reason as NodeJS.ErrnoException).code : String(reason);
  return code === 'ERR_TLS_CERT_ALTNAME_INVALID' && !isForHost ? undefined : code;
}
