import type { Duplex } from 'node:stream';
import { createSecureContext, rootCertificates, type SecureContext, TLSSocket } from 'node:tls';
import { temporaryFile } from '../files/temporary-file.ts';
import type { Clock } from '../model/clock.ts';
import { makeCertificateAuthority } from './certificate-authority.ts';
import type { EndTls } from './tunnels.ts';

/** TLS that ends at the recorder. */
export interface RecordedTls {
  readonly endTls: EndTls;
  /** A file with the certificates that commands have to trust: the usual ones, and the authority of this recording. */
  readonly certificates: string;
  /** Removes the file. */
  remove(): Promise<void>;
}

/** Makes an authority for this recording, and a certificate for each host that is asked for. */
export async function recordTls(clock: Clock): Promise<RecordedTls> {
  const authority = await makeCertificateAuthority(clock);
  const file = await temporaryFile(
    'certificates.pem',
    [...rootCertificates, authority.certificate, ''].join('\n'),
  );
  const contexts = new Map<string, SecureContext>();
  const contextOf = (host: string) => {
    const known = contexts.get(host) ?? createSecureContext(authority.issue(host));
    contexts.set(host, known);
    return known;
  };
  return {
    certificates: file.path,
    remove: file.remove,
    endTls: (socket: Duplex, hostAndPort: string) =>
      new TLSSocket(socket as never, {
        isServer: true,
        secureContext: contextOf(hostOf(hostAndPort)),
        ALPNProtocols: ['http/1.1'],
      }),
  };
}

function hostOf(authority: string): string {
  return authority.slice(0, authority.lastIndexOf(':')).replace(/^\[|\]$/g, '');
}
