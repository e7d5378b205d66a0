import { spawnSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { deployFolder, manifestsIn } from '../deploy/manifests.ts';
import { type RunningProgram, startRunning } from '../package/run-program.ts';
import { builtProgram } from '../support/built-program.ts';
import { eventually } from '../support/eventually.ts';
import { type Tryout, tryout } from '../support/tryout.ts';
import { type ApiServer, missingForApiServer, startApiServer } from './api-server.ts';

// No package of Debian has kube-apiserver, and building it takes minutes, so CI leaves this out.
const missing =
  (await missingForApiServer()) ??
  (spawnSync('unshare', ['--mount', 'true']).status === 0
    ? undefined
    : 'only root can mount the account of a pod');
if (missing) console.warn(`skipped: manifests and replicas on a real API server of Kubernetes: ${missing}`);

const namespace = 'connect-sync';
const account = `system:serviceaccount:${namespace}:connect-sync`;

describe.skipIf(missing)('an API server of Kubernetes', () => {
  let api: ApiServer;
  beforeAll(async () => {
    api = await startApiServer();
    await api.kubectl(['apply', `--kustomize=${path.join(deployFolder, 'kubernetes/base')}`]);
  });
  afterAll(() => api?.close());

  it.each(['base', 'git-sync'])(
    'accepts the manifests and the pods of %s, under the restricted standard',
    async (folder) => {
      const kustomization = path.join(deployFolder, 'kubernetes', folder);
      await api.kubectl(['apply', '--dry-run=server', `--kustomize=${kustomization}`]);
      const manifests = manifestsIn(await api.kubectl(['kustomize', kustomization]));
      const deployment = manifests.find(({ kind }) => kind === 'Deployment') as unknown as {
        readonly spec: { readonly template: { readonly spec: Readonly<Record<string, unknown>> } };
      };
      const { spec } = deployment.spec.template;
      const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod', namespace } };
      const create = (of: object) =>
        api.kubectl(['create', '--dry-run=server', '--filename=-'], JSON.stringify({ ...pod, spec: of }));
      expect(await create(spec)).toContain('pod/pod created');
      await expect(create({ ...spec, securityContext: {} })).rejects.toThrow(
        /violates PodSecurity "restricted/,
      );
    },
  );

  it('lets the account create Leases, read and update its own, and do nothing else', async () => {
    const may = (verb: string, resource: string) =>
      api.kubectl(['auth', 'can-i', verb, resource, `--namespace=${namespace}`, `--as=${account}`]).then(
        () => true,
        () => false,
      );
    const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];
    const allowed = async (resource: string) => {
      const answers = await Promise.all(verbs.map((verb) => may(verb, resource)));
      return verbs.filter((_, index) => answers[index]);
    };
    expect(await allowed('leases.coordination.k8s.io/connect-sync')).toEqual(['get', 'create', 'update']);
    expect(await allowed('leases.coordination.k8s.io/other')).toEqual(['create']);
    for (const resource of ['secrets', 'configmaps', 'pods', 'deployments.apps'])
      expect(await allowed(resource), resource).toEqual([]);
  });

  it('elects one of two replicas, another after each end of one, and none while it is down', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': connector } });
    const mounted = await api.mountAccount(namespace, 'connect-sync');
    const replica = (name: string) => startReplica({ world, mounted, name, port: api.port });
    const [one, two] = [replica('pod-one'), replica('pod-two')];
    const holder = () =>
      api.kubectl([
        'get',
        'lease',
        'connect-sync',
        `--namespace=${namespace}`,
        '--output=jsonpath={.spec.holderIdentity}',
      ]);
    await eventually(async () => expect(await holder()).toMatch(/^pod-/));
    const [first, second] = (await holder()).startsWith('pod-one') ? [one, two] : [two, one];
    expect(changes(second)).toEqual([]);
    first.child.kill('SIGTERM');
    expect((await first.ended).exitCode).toBe(0);
    await eventually(async () => expect(changes(second)).toEqual(['gained']));
    const third = replica('pod-three');
    await api.restart(() => eventually(async () => expect(changes(second)).toEqual(['gained', 'lost'])));
    await eventually(async () => {
      expect([...changes(second).slice(2), ...changes(third)]).toEqual(['gained']);
    });
    await eventually(async () => expect(world.sandbox.worker.config('a')).toMatchObject({ topic: 'a' }));
    expect(world.writes()).toEqual(['PUT /connectors/a/config']);
  });
});

const connector = 'name: a\nconfig: { connector.class: FileStreamSource, topic: a, file: /tmp/a }\n';

interface Replica {
  readonly world: Tryout;
  readonly mounted: string;
  readonly name: string;
  readonly port: number;
}

/** The program as in a pod: the account is mounted where Kubernetes mounts it, and the API server is a variable. */
function startReplica({ world: { folder, sandbox }, mounted, name, port }: Replica): RunningProgram {
  const script = `
    mount -t tmpfs tmpfs /run
    mkdir -p /run/secrets/kubernetes.io/serviceaccount
    mount --bind "$ACCOUNT" /run/secrets/kubernetes.io/serviceaccount
    exec "$@"`;
  const options = [
    '--mode',
    'heal',
    '--interval',
    '1s',
    '--settle',
    '0s',
    '--stable-for',
    '0s',
    '--backup',
    'none',
  ];
  const command = [
    'reconcile',
    '--leader-election',
    'lease',
    '--listen',
    'none',
    '--cluster',
    sandbox.url,
    ...options,
  ];
  const inside = [process.execPath, builtProgram, ...command];
  const program = startRunning(['unshare', '--mount', 'sh', '-euc', script, 'sh', ...inside], {
    directory: folder.directory,
    environment: {
      ACCOUNT: mounted,
      HOSTNAME: name,
      KUBERNETES_SERVICE_HOST: '127.0.0.1',
      KUBERNETES_SERVICE_PORT: String(port),
    },
  });
  onTestFinished(async () => {
    program.child.kill('SIGTERM');
    await program.ended;
  });
  return program;
}

/** How often, and in which order, a replica became active and was it no longer. */
function changes({ written }: RunningProgram): readonly string[] {
  return [...written.stdout.matchAll(/ leadership-(gained|lost): /g)].map(([, change = '']) => change);
}
