import { X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { makeCertificateAuthority } from '../../src/record/certificate-authority.ts';
import { realClock } from '../support/real-clock.ts';

it('issues certificates for names and addresses that only its own certificate vouches for', async () => {
  const [authority, other] = await Promise.all([
    makeCertificateAuthority(realClock()),
    makeCertificateAuthority(realClock()),
  ]);
  const root = new X509Certificate(authority.certificate);
  expect(root.ca).toBe(true);
  const hosts = { 'connect.example.com': 'DNS:connect.example.com', '10.1.2.3': 'IP Address:10.1.2.3' };
  for (const [host, name] of Object.entries({ ...hosts, 'fd00::1': 'IP Address:FD00:0:0:0:0:0:0:1' })) {
    const leaf = new X509Certificate(authority.issue(host).cert);
    expect(leaf.subjectAltName).toBe(name);
    expect(leaf.ca).toBe(false);
    expect(leaf.verify(root.publicKey)).toBe(true);
    expect(leaf.verify(new X509Certificate(other.certificate).publicKey)).toBe(false);
  }
});
