import { chmodSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageVersion } from '../../deploy/packaging/artifacts.ts';
import { projectFolder } from '../support/project-folder.ts';
import { tryout } from '../support/tryout.ts';
import { type Image, missingForImage, runInImage, unpackImage } from './image.ts';

const missing = missingForImage();
if (missing !== undefined) console.log(`skipped: the container image: ${missing}`);

let image: Image;
beforeAll(() => {
  if (missing === undefined) image = unpackImage();
}, 60_000);
afterAll(() => image?.remove());

describe.skipIf(missing !== undefined)('the container image', () => {
  it('runs connect-sync as a user without privileges, and says what it is', () => {
    const { config } = image;
    expect(config).toMatchObject({
      User: '65532:65532',
      Entrypoint: ['/usr/bin/connect-sync'],
      Cmd: ['--help'],
      WorkingDir: '/work',
    });
    expect(config.Labels).toMatchObject({
      'org.opencontainers.image.title': 'connect-sync',
      'org.opencontainers.image.version': packageVersion,
      'org.opencontainers.image.licenses': 'Apache-2.0',
      'org.opencontainers.image.source': 'https://github.com/connect-sync/connect-sync',
      'org.opencontainers.image.revision': expect.stringMatching(/^[0-9a-f]{40}$/),
    });
  });

  it('can be loaded by docker too', () => {
    const [entry] = image.docker;
    expect(entry?.RepoTags).toEqual([`connect-sync:${packageVersion}`]);
    for (const file of [entry?.Config ?? '', ...(entry?.Layers ?? [])]) expect(image.files).toContain(file);
  });

  it('contains the executable, its libraries, roots of trust and licenses: no shell, nothing that others may write', () => {
    const found = readdirSync(image.root, { recursive: true, withFileTypes: true }).map((entry) => ({
      entry,
      file: path.relative(image.root, path.join(entry.parentPath, entry.name)),
    }));
    const files = found.filter(({ entry }) => entry.isFile()).map(({ file }) => file);
    expect(files.filter((file) => /(^|\/)s?bin\//.test(file))).toEqual(['usr/bin/connect-sync']);
    const rest = files.filter((file) => !/\.so(\.\d+)*$|^usr\/share\/doc\//.test(file)).sort();
    expect(rest).toEqual([
      'etc/group',
      'etc/nsswitch.conf',
      'etc/passwd',
      'etc/ssl/certs/ca-certificates.crt',
      'usr/bin/connect-sync',
    ]);
    const documents = 'usr/share/doc/connect-sync';
    for (const name of ['LICENSE', 'THIRD-PARTY-LICENSES.txt', 'NODE-LICENSE']) {
      expect(files).toContain(`${documents}/${name}`);
    }
    const openToAll = found.filter(({ file }) => {
      const { mode, uid } = statSync(path.join(image.root, file));
      return (mode & 0o022) !== 0 || uid !== 0;
    });
    expect(openToAll.map(({ file }) => file)).toEqual(['tmp']);
  });

  it('shows its version', async () => {
    const { directory } = projectFolder({});
    expect(await runInImage(image, ['--version'], directory)).toEqual({
      exitCode: 0,
      stdout: `${packageVersion}\n`,
      stderr: '',
    });
  });

  it('validates and plans the project in /work, as uid 65532 on a read-only root', async () => {
    const { sandbox, folder } = await tryout({
      files: {
        'connectors/a.yaml':
          'name: a\nconfig: { connector.class: FileStreamSource, topic: a, file: /tmp/a }\n',
      },
    });
    // Temporary folders are private, and the program is another user.
    chmodSync(folder.directory, 0o755);
    const validate = await runInImage(image, ['validate'], folder.directory);
    expect(validate.stdout, validate.stderr).toContain('Valid: 1 file');
    const plan = await runInImage(image, ['plan', '--cluster', sandbox.url], folder.directory);
    expect(plan.stdout, plan.stderr).toContain('Plan: 1 create');
    const write = await runInImage(
      image,
      ['plan', '--cluster', sandbox.url, '--out', '/plan.json'],
      folder.directory,
    );
    expect(write.exitCode).not.toBe(0);
    expect(write.stderr).toMatch(/read-only|permission/i);
  });
});
