import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { artifacts, packageVersion, repositoryUrl, root } from './artifacts.ts';
import { bundledPackages } from './bundled-packages.ts';
import { commitOf } from './commit.ts';
import { fetchNode } from './executable/fetch-node.ts';

interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly [key: string]: unknown;
}

interface Bom {
  readonly metadata: { readonly component: Component; readonly tools: unknown };
  readonly components: readonly Component[];
}

/**
 * Writes the bill of materials in CycloneDX 1.6: what npm knows of the packages that are bundled, with the hashes of the
 * lock file, and Node, which the executable and the image contain. npm itself would list every tool of development.
 */
export async function makeSbom(): Promise<void> {
  const [bom, bundled, node, commit] = await Promise.all([
    bomOfNpm(),
    bundledPackages(),
    nodeComponent(),
    commitOf(root),
  ]);
  const components = bundled.map(({ name, version }) => {
    const found = bom.components.find((one) => one['bom-ref'] === `${name}@${version}`);
    if (!found) throw new Error(`${name}@${version} is bundled, and not in the lock file`);
    const { properties: _, ...component } = found;
    return { ...component, scope: 'required' };
  });
  const all = [...components, node];
  const own = componentOf(bom);
  await writeFile(
    artifacts.sbom,
    `${JSON.stringify(
      {
        $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
        bomFormat: 'CycloneDX',
        specVersion: '1.6',
        serialNumber: `urn:uuid:${uuidOf(JSON.stringify([own, all]))}`,
        version: 1,
        metadata: {
          timestamp: new Date(commit.seconds * 1000).toISOString(),
          lifecycles: [{ phase: 'build' }],
          tools: bom.metadata.tools,
          component: own,
        },
        components: all,
        dependencies: [
          { ref: own['bom-ref'], dependsOn: all.map((one) => one['bom-ref']) },
          ...all.map((one) => ({ ref: one['bom-ref'] })),
        ],
      },
      null,
      2,
    )}\n`,
  );
}

async function bomOfNpm(): Promise<Bom> {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const { stdout } = await promisify(execFile)('npm', args, {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  return JSON.parse(stdout) as Bom;
}

/** npm calls it after the folder of the checkout. */
function componentOf({ metadata }: Bom): Component {
  const { properties: _, ...component } = metadata.component;
  return {
    ...component,
    type: 'application',
    name: 'connect-sync',
    version: packageVersion,
    externalReferences: [{ type: 'vcs', url: repositoryUrl }],
  };
}

async function nodeComponent(): Promise<Component> {
  const manifest = await readFile(path.join(await fetchNode(), 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { readonly version: string };
  const plain = version.replace(/^v/, '');
  return {
    'bom-ref': `node@${plain}`,
    type: 'platform',
    name: 'node',
    version: plain,
    description: 'The runtime in the executable and in the image; the npm package does not contain it',
    scope: 'required',
    licenses: [{ license: { id: 'MIT' } }],
    cpe: `cpe:2.3:a:nodejs:node.js:${plain}:*:*:*:*:*:*:*`,
    purl: `pkg:generic/node@${plain}`,
    externalReferences: [{ type: 'website', url: 'https://nodejs.org' }],
  };
}

/** The same for the same content, in the form of a random UUID. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
