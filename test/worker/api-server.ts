import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { makeCertificateAuthority } from '../../src/record/certificate-authority.ts';
import { eventually } from '../support/eventually.ts';
import { realClock } from '../support/real-clock.ts';
import { freePort } from './free-port.ts';

/** A real API server of Kubernetes with its etcd, and nothing else: no node, no controller, no scheduler. */
export interface ApiServer {
  readonly port: number;
  /** Runs kubectl as an administrator; resolves to its output, and rejects with what it printed. */
  kubectl(args: readonly string[], input?: string): Promise<string>;
  /** A folder with what Kubernetes mounts for a service account: token, certificate, namespace. */
  mountAccount(namespace: string, name: string): Promise<string>;
  /** Stops it, so that connections are refused, and starts it again. */
  restart(whileDown: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** Which programs are missing; undefined: none. */
export async function missingForApiServer(): Promise<string | undefined> {
  const found = await Promise.all(
    [
      ['etcd', '--version'],
      ['kube-apiserver', '--version'],
      ['kubectl', 'version', '--client'],
    ].map(([program = '', ...args]) =>
      promisify(execFile)(program, args).then(
        () => [],
        () => [program],
      ),
    ),
  );
  const missing = found.flat();
  return missing.length === 0 ? undefined : `${missing.join(' and ')} not found in PATH`;
}

/** Starts one; the caller closes it. */
export async function startApiServer(): Promise<ApiServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'connect-sync-kubernetes-'));
  const [port, etcdPort, peerPort] = [await freePort(), await freePort(), await freePort()];
  const admin = randomBytes(16).toString('hex');
  await writeKeys(folder, admin);
  const etcd = start('etcd', [
    `--data-dir=${folder}/etcd`,
    ...['--listen-client-urls', '--advertise-client-urls'].map(
      (flag) => `${flag}=http://127.0.0.1:${etcdPort}`,
    ),
    `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
  ]);
  const flags = apiServerFlags({ folder, port, etcdPort });
  let server = start('kube-apiserver', flags);
  const access = [`--server=https://127.0.0.1:${port}`, `--certificate-authority=${folder}/ca.crt`];
  const kubectl = (args: readonly string[], input = '') =>
    run('kubectl', [...access, `--token=${admin}`, ...args], input);
  // What the role of administrators needs is there only then.
  const ready = () => eventually(async () => void (await kubectl(['get', '--raw=/readyz'])));
  await ready();
  return {
    ...{ port, kubectl },
    mountAccount: async (namespace, name) => {
      await writeFile(path.join(folder, 'namespace'), namespace);
      await writeFile(
        path.join(folder, 'token'),
        await kubectl(['create', 'token', name, `--namespace=${namespace}`]),
      );
      const mounted = await mkdtemp(path.join(folder, 'account-'));
      await promisify(execFile)('cp', [
        ...['namespace', 'token', 'ca.crt'].map((file) => `${folder}/${file}`),
        mounted,
      ]);
      return mounted;
    },
    restart: async (whileDown) => {
      await stop(server);
      await whileDown();
      server = start('kube-apiserver', flags);
      await ready();
    },
    close: async () => {
      await stop(server);
      await stop(etcd);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Its certificate, the keys of service accounts, and the token of an administrator. */
async function writeKeys(folder: string, admin: string): Promise<void> {
  const authority = await makeCertificateAuthority(realClock());
  const { cert, key } = authority.issue('127.0.0.1');
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const files = {
    'ca.crt': authority.certificate,
    'server.crt': cert,
    'server.key': key,
    'accounts.pub': pair.publicKey,
    'accounts.key': pair.privateKey,
    'tokens.csv': `${admin},admin,admin,system:masters\n`,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
}

function apiServerFlags({
  folder,
  port,
  etcdPort,
}: {
  readonly folder: string;
  readonly port: number;
  readonly etcdPort: number;
}): readonly string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    `--secure-port=${port}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    '--endpoint-reconciler-type=none',
    `--cert-dir=${folder}/certificates`,
    `--tls-cert-file=${folder}/server.crt`,
    `--tls-private-key-file=${folder}/server.key`,
    `--token-auth-file=${folder}/tokens.csv`,
    '--authorization-mode=RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${folder}/accounts.pub`,
    `--service-account-signing-key-file=${folder}/accounts.key`,
    '--service-cluster-ip-range=10.96.0.0/16',
  ];
}

function start(program: string, args: readonly string[]): ChildProcess {
  return spawn(program, args, { stdio: 'ignore' });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function run(program: string, args: readonly string[], input: string): Promise<string> {
  const running = promisify(execFile)(program, args);
  running.child.stdin?.end(input);
  const { stdout } = await running.catch((error: { stdout?: string; stderr?: string; message: string }) => {
    throw new Error(`${program}: ${error.stdout ?? ''}${error.stderr ?? ''}${error.message}`);
  });
  return stdout.trim();
}
