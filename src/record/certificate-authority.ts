import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import forge from 'node-forge';
import type { Clock } from '../model/clock.ts';

/** A key and a certificate, as PEM texts. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

/** Issues certificates that are valid for one recording. Its key is never written to a file. */
export interface CertificateAuthority {
  /** Its own certificate, as PEM text, which the recorded command has to trust. */
  readonly certificate: string;
  /** A certificate for a host name or an address. */
  issue(host: string): ServerCertificate;
}

/** Makes an authority with new keys. */
export async function makeCertificateAuthority(clock: Clock): Promise<CertificateAuthority> {
  const [authority, server] = await Promise.all([makeKeys(), makeKeys()]);
  const now = clock.wallTime();
  const name = [{ name: 'commonName', value: 'connect-sync import --record' }];
  const root = forge.pki.createCertificate();
  root.publicKey = authority.publicKey;
  root.serialNumber = '01';
  setValidity(root, now);
  root.setSubject(name);
  root.setIssuer(name);
  root.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  root.sign(authority.privateKey, forge.md.sha256.create());
  let issued = 1;
  return {
    certificate: forge.pki.certificateToPem(root),
    issue: (host) => {
      issued += 1;
      const leaf = forge.pki.createCertificate();
      leaf.publicKey = server.publicKey;
      leaf.serialNumber = issued.toString(16).padStart(4, '0');
      setValidity(leaf, now);
      leaf.setSubject([{ name: 'commonName', value: host.slice(0, 64) }]);
      leaf.setIssuer(name);
      leaf.setExtensions([
        { name: 'basicConstraints', cA: false, critical: true },
        { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
        { name: 'extKeyUsage', serverAuth: true },
        {
          name: 'subjectAltName',
          altNames: [/^[\d.]+$|:/.test(host) ? { type: 7, ip: host } : { type: 2, value: host }],
        },
        { name: 'subjectKeyIdentifier' },
        { name: 'authorityKeyIdentifier', keyIdentifier: root.generateSubjectKeyIdentifier().getBytes() },
      ]);
      leaf.sign(authority.privateKey, forge.md.sha256.create());
      return { key: server.key, cert: forge.pki.certificateToPem(leaf) };
    },
  };
}

/** An hour back, for clocks that differ, and a week ahead. */
function setValidity(certificate: forge.pki.Certificate, now: number): void {
  certificate.validity.notBefore = new Date(now - 3_600_000);
  certificate.validity.notAfter = new Date(now + 7 * 86_400_000);
}

/** RSA, since node-forge signs with nothing else; Node makes the keys many times as fast. */
async function makeKeys() {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return {
    key: privateKey,
    privateKey: forge.pki.privateKeyFromPem(privateKey),
    publicKey: forge.pki.publicKeyFromPem(publicKey),
  };
}
