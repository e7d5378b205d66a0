import { readTextUpTo } from '../files/read-file.ts';
import { describeFileError } from '../files/write-error.ts';
import { LockProblem } from './lock-record.ts';

/** Where Kubernetes mounts the service account of a pod. */
export const serviceAccountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

/** What a pod presents itself with. */
export interface ServiceAccount {
  readonly token: string;
  readonly namespace: string;
  /** The certificates that its API server is trusted by, in PEM. */
  readonly ca: string;
}

/** A bundle of several hundred certificates. */
const mostBytes = 1_048_576;

/**
 * Reads the service account. It is read before each request: Kubernetes replaces the token every hour, and certificates
 * when they are rotated.
 *
 * @throws LockProblem where a file is missing, empty or no certificate
 */
export async function readServiceAccount(folder: string): Promise<ServiceAccount> {
  const [token, namespace, ca] = await Promise.all([
    readPart(folder, 'token'),
    readPart(folder, 'namespace'),
    readPart(folder, 'ca.crt'),
  ]);
  if (/[^\x21-\x7e]/.test(token)) throw unusable(`${folder}/token`, 'it is not a token');
  if (!ca.includes('-----BEGIN CERTIFICATE-----'))
    throw unusable(`${folder}/ca.crt`, 'it has no certificate in PEM');
  return { token, namespace, ca };
}

async function readPart(folder: string, name: string): Promise<string> {
  const file = `${folder}/${name}`;
  let text: string;
  try {
    text = (await readTextUpTo(file, mostBytes)).trim();
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw unusable(file, isMissing ? 'it is missing' : (describeFileError(error) ?? 'it is no regular file'));
  }
  if (text === '') throw unusable(file, 'it is empty');
  return text;
}

function unusable(file: string, why: string): LockProblem {
  const next = 'let Kubernetes mount the service account of the pod (automountServiceAccountToken: true)';
  return new LockProblem(`the API server cannot be asked for the Lease: ${file}: ${why}; ${next}`);
}
