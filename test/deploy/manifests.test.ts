import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { routes } from '../../src/listener/routes.ts';
import { projectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';
import { deployFolder, type Manifest, manifestsOf, schemaOf } from './manifests.ts';

const base = manifestsOf('kubernetes/base');
const compose = parse(read('compose.yaml'));
const packageVersion = JSON.parse(read('../package.json')).version;

interface Container {
  readonly name: string;
  readonly args: readonly string[];
  readonly securityContext: unknown;
  readonly resources: { readonly limits: object; readonly requests: object };
  readonly [part: string]: unknown;
}

/** A service of Compose. */
interface Service {
  readonly ports?: readonly string[];
  readonly configs?: readonly { readonly source: string }[];
  readonly read_only?: boolean;
}

interface PodSpec {
  readonly containers: readonly Container[];
  readonly securityContext: unknown;
  readonly terminationGracePeriodSeconds: number;
}

describe('a manifest for Kubernetes', () => {
  it.each(base.map((manifest) => [manifest.kind, manifest] as const))('is valid: %s', (_kind, manifest) => {
    const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
      schemaOf(manifest),
    );
    validate(manifest);
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each(['kubernetes/base', 'kubernetes/git-sync'])(
    'in %s runs without privileges on a read-only root',
    (folder) => {
      const containers = podSpecOf(manifestsOf(folder)).containers;
      for (const { name, securityContext, resources, args } of containers) {
        // The patch of git-sync repeats no setting of the container in the base.
        if (folder.endsWith('git-sync') && name === 'connect-sync') continue;
        expect(securityContext, name).toMatchObject({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(Object.keys(resources.limits)).toContain('memory');
        expect(args.length).toBeGreaterThan(0);
      }
      expect(containers.length).toBeGreaterThan(0);
    },
  );

  it('gives the account no right but the Lease that the active replica holds', () => {
    const role = base.find(({ kind }) => kind === 'Role');
    expect(role?.['rules']).toEqual([
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
      {
        apiGroups: ['coordination.k8s.io'],
        resources: ['leases'],
        resourceNames: ['connect-sync'],
        verbs: ['get', 'update'],
      },
    ]);
    expect(base.map(({ kind }) => kind)).not.toContain('ClusterRole');
  });

  it('gives a write in flight the time that it may take', () => {
    const pod = podSpecOf(base);
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(30);
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 65_532 });
  });

  it('lets a node be drained while one replica is left, and also while none is ready', () => {
    const budget = base.find(({ kind }) => kind === 'PodDisruptionBudget');
    const deployment = base.find(({ kind }) => kind === 'Deployment') as unknown as {
      spec: { replicas: number };
    };
    expect(budget).toMatchObject({ spec: { minAvailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' } });
    expect(deployment.spec.replicas).toBeGreaterThan(1);
  });

  it('probes what the listener serves, on the port at which it listens on every address', () => {
    const [container] = podSpecOf(base).containers;
    const [liveness, readiness] = [container?.['livenessProbe'], container?.['readinessProbe']];
    expect(liveness).toMatchObject({ httpGet: { path: '/healthz', port: 'http' } });
    expect(readiness).toMatchObject({ httpGet: { path: '/readyz', port: 'http' } });
    expect([...routes.keys()]).toEqual(expect.arrayContaining(['/healthz', '/readyz']));
    for (const folder of ['kubernetes/base', 'kubernetes/git-sync'])
      expect(argumentsOf(folder)).toContain('--listen=0.0.0.0:9464');
    expect(container?.['ports']).toEqual([{ name: 'http', containerPort: 9464 }]);
  });

  it('gives git-sync its repository, branch and credentials by variables, which a patch replaces one by one', () => {
    const gitSync = podSpecOf(manifestsOf('kubernetes/git-sync')).containers.find(
      ({ name }) => name === 'git-sync',
    );
    expect(gitSync?.args.join(' ')).not.toMatch(/--(repo|ref|username|password|webhook-url)\b/);
    const variables = gitSync?.['env'] as readonly { readonly name: string; readonly value?: string }[];
    const secrets = variables.filter(({ value }) => value === undefined).map(({ name }) => name);
    expect(secrets).toEqual(['GITSYNC_USERNAME', 'GITSYNC_PASSWORD']);
  });

  it('starts the image of this version', () => {
    const { images } = parse(read('kubernetes/base/kustomization.yaml'));
    expect(images[0]).toMatchObject({ name: 'connect-sync', newTag: packageVersion });
    expect(compose.services['connect-sync'].image).toBe(`connect-sync:${packageVersion}`);
  });

  it('mounts every file of the example, and each is a file of the ConfigMap', () => {
    const { configMapGenerator } = parse(read('kubernetes/base/kustomization.yaml'));
    const keys = configMapGenerator[0].files.map((file: string) => path.basename(file));
    const volumes = (
      podSpecOf(base) as unknown as {
        volumes: readonly { configMap?: { items: readonly { key: string }[] } }[];
      }
    ).volumes;
    expect(volumes[0]?.configMap?.items.map(({ key }) => key)).toEqual(keys);
  });
});

describe('the arguments of', () => {
  const commandLines: readonly (readonly [string, readonly string[]])[] = [
    ['the base', argumentsOf('kubernetes/base')],
    ['git-sync', argumentsOf('kubernetes/git-sync')],
    ['compose', compose.services['connect-sync'].command],
    ['systemd', /^ExecStart=\S+ (.*)$/m.exec(read('systemd/connect-sync.service'))?.[1]?.split(' ') ?? []],
  ];

  it.each(commandLines)('%s are understood, up to the project file that is not here', async (_name, args) => {
    const lines = args.flatMap((arg) =>
      arg.startsWith('--listen=') ? ['--listen=127.0.0.1:0'] : arg.startsWith('--leader') ? [] : [arg],
    );
    const folder = projectFolder({});
    const { exitCode, stderr, stdout } = await runCli([...lines, '--cycles', '1'], {
      directory: folder.directory,
      environment: {},
    });
    expect([exitCode, stdout]).toEqual([29, expect.stringContaining('nothing is written')]);
    expect(stderr).not.toMatch(/unknown option|Expected|usage/i);
    expect(args).toContain('reconcile');
  });

  it.each(['base', 'git-sync'])(
    '%s elect the active replica with the Lease that the role names',
    (folder) => {
      expect(argumentsOf(`kubernetes/${folder}`)).toContain('--leader-election=lease');
    },
  );
});

describe('compose.yaml', () => {
  const services: Readonly<Record<string, Service>> = compose.services;

  it('publishes ports on loopback only', () => {
    const ports = Object.values(services).flatMap(({ ports: published = [] }) => published);
    expect(ports).toHaveLength(2);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('is valid against the specification of Compose', () => {
    expect(composeErrors(compose)).toEqual([]);
    expect(
      composeErrors({ ...compose, services: { kafka: { ...compose.services.kafka, restarts: 1 } } }),
    ).toEqual([expect.objectContaining({ keyword: 'unevaluatedProperties' })]);
  });

  it('mounts configs that it has, and no other', () => {
    const used = Object.values(services)
      .flatMap(({ configs = [] }) => configs)
      .map(({ source }) => source);
    expect(new Set(used)).toEqual(new Set(Object.keys(compose.configs)));
  });

  it('copies no config into a service with a read-only root, which Docker Compose refuses', () => {
    const readOnly = Object.values(services).filter(({ read_only }) => read_only);
    expect(readOnly).toEqual([services['connect-sync']]);
    expect(readOnly.flatMap(({ configs = [] }) => configs)).toEqual([]);
  });

  it('gives a write in flight the time that it may take', () => {
    expect(Number.parseInt(compose.services['connect-sync'].stop_grace_period, 10)).toBeGreaterThan(30);
  });

  it('mounts a project that is valid', async () => {
    expect(compose.services['connect-sync'].volumes).toEqual(['./compose:/project:ro']);
    await expectValidProject({
      'connect-sync.yaml': read('compose/connect-sync.yaml'),
      'connectors/heartbeat.yaml': read('compose/connectors/heartbeat.yaml'),
    });
  });
});

it('the example project of Kubernetes is valid', async () => {
  const project = 'kubernetes/base/project';
  await expectValidProject({
    'connect-sync.yaml': read(`${project}/connect-sync.yaml`),
    'connectors/orders.yaml': read(`${project}/orders.yaml`),
  });
});

async function expectValidProject(files: Readonly<Record<string, string>>): Promise<void> {
  const { exitCode, stderr } = await runCli(['validate'], { directory: projectFolder(files).directory });
  expect([exitCode, stderr]).toEqual([0, expect.not.stringMatching(/error|warning/)]);
}

/** What the JSON schema of Compose finds in a file. */
function composeErrors(file: unknown): readonly unknown[] {
  const schema = JSON.parse(
    readFileSync(path.join(import.meta.dirname, 'compose-spec/compose-spec.json'), 'utf8'),
  );
  const validate = new Ajv2020({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
  validate(file);
  return validate.errors ?? [];
}

function read(file: string): string {
  return readFileSync(path.join(deployFolder, file), 'utf8');
}

function podSpecOf(manifests: readonly Manifest[]): PodSpec {
  const deployment = manifests.find(({ kind }) => kind === 'Deployment');
  return (deployment as unknown as { spec: { template: { spec: PodSpec } } }).spec.template.spec;
}

function argumentsOf(folder: string): readonly string[] {
  return podSpecOf(manifestsOf(folder)).containers.find(({ name }) => name === 'connect-sync')?.args ?? [];
}
