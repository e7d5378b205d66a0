import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { artifacts, packageVersion, root } from '../../deploy/packaging/artifacts.ts';
import { artifact } from './artifact.ts';

interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses: readonly unknown[];
  readonly hashes?: readonly unknown[];
}

const bom = JSON.parse(readFileSync(artifact('sbom'), 'utf8')) as {
  readonly specVersion: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
};

describe('the bill of materials', () => {
  it('is CycloneDX 1.6, by its schema', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs']) {
      ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
    }
    expect(bom.specVersion).toBe('1.6');
    const validate = ajv.compile(schema('bom-1.6'));
    expect(validate(bom), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
    expect(validate({ ...bom, components: [{ name: 'without a type' }] })).toBe(false);
  });

  it('lists the packages that are bundled, whose licenses the package ships, and Node, and nothing else', () => {
    const texts = readFileSync(path.join(root, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
    const shipped = [...texts.matchAll(/^-{80}\n(\S+) (\S+) \(.*\)\n-{80}$/gm)];
    expect(shipped.length).toBeGreaterThan(5);
    const expected = shipped.map(([, name, version]) => `${name}@${version}`);
    const listed = bom.components.map((one) => one['bom-ref']);
    expect(listed.filter((one) => !one.startsWith('node@')).sort()).toEqual(expected.sort());
    expect(listed.filter((one) => one.startsWith('node@'))).toHaveLength(1);
  });

  it('identifies each of them: version, license, and the hash of the lock file', () => {
    expect(bom.metadata.component).toMatchObject({
      name: 'connect-sync',
      version: packageVersion,
      purl: `pkg:npm/connect-sync@${packageVersion}`,
    });
    for (const { name, purl, licenses, hashes, version } of bom.components) {
      expect(licenses, name).not.toEqual([]);
      if (name === 'node') expect(purl).toBe(`pkg:generic/node@${version}`);
      else expect(hashes, name).toHaveLength(1);
    }
  });
});

describe('SHA256SUMS', () => {
  it('lists every other file of the release', () => {
    const lines = readFileSync(artifact('checksums'), 'utf8').trim().split('\n');
    const names = lines.map((line) => /^[0-9a-f]{64} {2}(\S+)$/.exec(line)?.[1]);
    const { checksums: _, ...files } = artifacts;
    const image = path.basename(artifacts.image);
    const expected = Object.values(files).map((file) => path.basename(file));
    expect(expected.filter((name) => !names.includes(name) && name !== image)).toEqual([]);
    expect(names.filter((name) => !expected.includes(name ?? ''))).toEqual([]);
  });
});

function schema(name: string): object {
  const folder = path.dirname(
    createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json'),
  );
  return JSON.parse(readFileSync(path.join(folder, `res/schema/${name}.SNAPSHOT.schema.json`), 'utf8'));
}
