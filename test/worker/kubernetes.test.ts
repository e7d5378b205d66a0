import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { deployFolder, manifestsIn, manifestsOf, schemaFolder } from '../deploy/manifests.ts';

// `go install` puts programs where PATH often does not look.
const environment = { ...process.env, PATH: `${process.env['PATH']}:${path.join(homedir(), 'go/bin')}` };

// Left out where they are missing, also in CI, which installs kubeconform only where there is Go: test/deploy checks the
// same files against the same schemas without either.
const hasKubeconform = await works('kubeconform', ['-v']);
const hasKubectl = await works('kubectl', ['version', '--client']);
if (!hasKubeconform)
  console.warn('kubeconform is not there: go install github.com/yannh/kubeconform/cmd/kubeconform@v0.6.7');
if (!hasKubectl) console.warn('kubectl is not there: what kustomize makes of the manifests is not checked');

describe.skipIf(!hasKubeconform)('the manifests of the base', () => {
  it('are valid', async () => {
    const files = manifestsOf('kubernetes/base').map((manifest) => JSON.stringify(manifest));
    expect(await conform(files.join('\n---\n'))).toContain(`Valid: ${files.length}, Invalid: 0, Errors: 0`);
  });
});

describe.skipIf(!(hasKubeconform && hasKubectl))('what kustomize makes of them', () => {
  it.each([
    ['base', 9],
    ['git-sync', 8],
  ])('is valid for %s', async (folder, count) => {
    const built = await run('kubectl', ['kustomize', path.join(deployFolder, 'kubernetes', folder)]);
    expect(manifestsIn(built)).toHaveLength(count);
    expect(await conform(built)).toContain(`Valid: ${count}, Invalid: 0, Errors: 0, Skipped: 0`);
  });

  it('is for git-sync a volume of two containers, of which only git-sync writes', async () => {
    const built = await run('kubectl', ['kustomize', path.join(deployFolder, 'kubernetes/git-sync')]);
    const deployment = manifestsIn(built).find(({ kind }) => kind === 'Deployment');
    expect(deployment).toMatchObject({
      spec: {
        template: {
          spec: {
            containers: [
              {
                name: 'connect-sync',
                volumeMounts: [{ name: 'project', readOnly: true }, { name: 'backups' }],
              },
              {
                name: 'git-sync',
                volumeMounts: [{ name: 'project' }, { name: 'git-sync-tmp' }, { name: 'git-secret' }],
              },
            ],
            volumes: expect.arrayContaining([{ name: 'project', emptyDir: { sizeLimit: '1Gi' } }]),
          },
        },
      },
    });
  });

  it('lets the network policy of git-sync reach DNS, workers, the API server, webhooks, and Git', async () => {
    const built = await run('kubectl', ['kustomize', path.join(deployFolder, 'kubernetes/git-sync')]);
    const policy = manifestsIn(built).find(({ kind }) => kind === 'NetworkPolicy');
    const { egress } = (policy as unknown as { spec: NetworkPolicySpec }).spec;
    const ports = egress
      .flatMap((rule) => rule.ports)
      .map(({ port, protocol = 'TCP' }) => `${protocol} ${port}`);
    expect(new Set(ports)).toEqual(
      new Set(['UDP 53', 'TCP 53', 'UDP 5353', 'TCP 5353', 'TCP 443', 'TCP 6443', 'TCP 8083', 'TCP 22']),
    );
  });

  it('is as the guide says for its overlay: another image, repository and branch, and secrets', async () => {
    const folder = await overlayOfGuide();
    const built = await run('kubectl', ['kustomize', folder]);
    const manifests = manifestsIn(built);
    const secrets = manifests.filter(({ kind }) => kind === 'Secret').map(({ metadata }) => metadata.name);
    expect(secrets.sort()).toEqual(['connect-sync', 'connect-sync-git']);
    const deployment = manifests.find(({ kind }) => kind === 'Deployment');
    const { containers, volumes } = (deployment as unknown as { spec: { template: { spec: PodSpec } } }).spec
      .template.spec;
    const image = containers.find(({ name }) => name === 'connect-sync')?.image;
    expect(image).toMatch(/^registry\.internal\/connect-sync:/);
    const sync = containers.find(({ name }) => name === 'git-sync');
    expect(sync?.env?.map(({ name }) => name).sort()).toEqual([
      'GITSYNC_PASSWORD',
      'GITSYNC_REF',
      'GITSYNC_REPO',
      'GITSYNC_USERNAME',
      'GITSYNC_WEBHOOK_URL',
    ]);
    expect(sync?.env).toContainEqual({ name: 'GITSYNC_REF', value: 'production' });
    expect(sync?.env).toContainEqual({
      name: 'GITSYNC_REPO',
      value: 'https://git.internal/team/connectors.git',
    });
    expect(volumes).toContainEqual(
      expect.objectContaining({ secret: expect.objectContaining({ secretName: 'connect-sync-git' }) }),
    );
  });

  it('would not be valid with a misspelt field', async () => {
    const built = await run('kubectl', ['kustomize', path.join(deployFolder, 'kubernetes/base')]);
    await expect(conform(built.replaceAll('readOnlyRootFilesystem', 'readOnlyRoot'))).rejects.toThrow(
      /readOnlyRoot/,
    );
  });
});

interface NetworkPolicySpec {
  readonly egress: readonly {
    readonly ports: readonly { readonly port: number; readonly protocol?: string }[];
  }[];
}

interface PodSpec {
  readonly containers: readonly {
    readonly name: string;
    readonly image: string;
    readonly env?: readonly { readonly name: string; readonly value?: string }[];
  }[];
  readonly volumes: readonly unknown[];
}

/** A folder with the first kustomization of the guide, the files that it names, and a copy of the manifests. */
async function overlayOfGuide(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'connect-sync-overlay-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const guide = await readFile(path.join(deployFolder, '../docs/guides/continuous-deploy.md'), 'utf8');
  const [, kustomization = ''] = /```yaml\n(# kustomization\.yaml\n.*?)```/s.exec(guide) ?? [];
  await writeFile(path.join(folder, 'kustomization.yaml'), kustomization);
  await writeFile(path.join(folder, 'secrets.env'), 'ORDERS_PASSWORD=secret\n');
  await writeFile(path.join(folder, 'git.env'), 'username=reader\npassword=secret\n');
  await cp(path.join(deployFolder, 'kubernetes'), path.join(folder, 'deploy/kubernetes'), {
    recursive: true,
  });
  return folder;
}

async function works(program: string, args: readonly string[]): Promise<boolean> {
  return run(program, args).then(
    () => true,
    () => false,
  );
}

async function conform(manifests: string): Promise<string> {
  const schemas = path.join(schemaFolder, '{{ .ResourceKind }}{{ .KindSuffix }}.json');
  return run('kubeconform', ['-strict', '-summary', '-schema-location', schemas], manifests);
}

/** The output of a program; rejects with it where the program fails. */
async function run(program: string, args: readonly string[], input = ''): Promise<string> {
  const running = promisify(execFile)(program, args, { env: environment });
  running.child.stdin?.end(input);
  const { stdout } = await running.catch((error: { stdout?: string; stderr?: string; message: string }) => {
    throw new Error(`${program}: ${error.stdout ?? ''}${error.stderr ?? ''}${error.message}`);
  });
  return stdout;
}
