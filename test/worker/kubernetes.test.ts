import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
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
              { name: 'git-sync', volumeMounts: [{ name: 'project' }, { name: 'git-sync-tmp' }] },
            ],
            volumes: expect.arrayContaining([{ name: 'project', emptyDir: { sizeLimit: '1Gi' } }]),
          },
        },
      },
    });
  });

  it('would not be valid with a misspelt field', async () => {
    const built = await run('kubectl', ['kustomize', path.join(deployFolder, 'kubernetes/base')]);
    await expect(conform(built.replaceAll('readOnlyRootFilesystem', 'readOnlyRoot'))).rejects.toThrow(
      /readOnlyRoot/,
    );
  });
});

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
