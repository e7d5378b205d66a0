import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProjectFolder } from '../support/project-folder.ts';
import { tryout } from '../support/tryout.ts';

const schema = '.connect-sync/schemas/connector.schema.json';
const project = '.connect-sync/schemas/project.schema.json';
const router = 'org.apache.kafka.connect.transforms.RegexRouter';
const files = {
  'connect-sync.yaml': 'version: 1\nownership: { marker: managed.by, repository: orders }\n',
  'connectors/orders.yaml': `config:
  connector.class: io.debezium.connector.mysql.MySqlConnector
  transforms: route
  transforms.route.type: ${router}
  transforms.route.regex: (.*)
  transforms.route.replacement: $1
`,
};

const read = ({ directory }: ProjectFolder, file: string) => readFileSync(path.join(directory, file), 'utf8');

describe('the schemas for editors', () => {
  it('are written by plugins pull, from the snapshots and what the files use', async () => {
    const { folder, run } = await tryout({ files });
    const { exitCode, stdout } = await run(['plugins', 'pull']);
    expect(exitCode, stdout).toBe(0);
    expect(stdout).toContain(`Schemas for editors: ${schema} and ${project} written.`);
    const text = read(folder, schema);
    expect(text).toContain('"snapshot.locking.mode": {"title"');
    expect(text).toContain('"transforms.route.replacement"');
    expect(JSON.parse(read(folder, project)).$defs.default.allOf).toHaveLength(1);
    const again = await run(['plugins', 'pull']);
    expect(again.stdout).not.toContain('Schemas');
    expect((await run(['plugins', 'pull', '--check'])).exitCode).toBe(0);
  });

  it('are out of date once the files use another transform: pull --check says so, init updates them', async () => {
    const { folder, run } = await tryout({ files });
    await run(['plugins', 'pull']);
    folder.write(
      'connectors/more.yaml',
      `config:\n  connector.class: FileStreamSource\n  transforms.rename.type: ${router}\n`,
    );
    const before = read(folder, schema);
    const check = await run(['plugins', 'pull', 'MySqlConnector', '--check']);
    expect(check.exitCode).toBe(2);
    expect(check.stdout).toContain(`Schemas for editors: ${schema} would change.`);
    expect(check.stdout).toContain('Next: connect-sync plugins pull');
    expect(read(folder, schema)).toBe(before);
    const made = await run(['init', '--forge', 'none']);
    expect(made.stdout).toMatch(/^~ \.connect-sync\/schemas\/connector\.schema\.json .*: updated$/m);
    expect(made.stdout).toContain('1 updated');
    expect(read(folder, schema)).toContain('"transforms.rename.regex"');
    const again = await run(['init', '--forge', 'none']);
    expect(again.stdout).toContain('0 files written');
  });

  it('of another version of connect-sync are updated, those of somebody else are kept', async () => {
    const older = '{\n  "title": "connect-sync connector file"\n}\n';
    const { folder, run } = await tryout({
      files: { ...files, [schema]: older, [project]: '{"title": "mine"}\n' },
    });
    const { exitCode, stdout } = await run(['plugins', 'pull']);
    expect(exitCode, stdout).toBe(0);
    expect(stdout).toContain(`Schemas for editors: ${schema} written.`);
    expect(stdout).toContain(`Kept, because connect-sync did not write it: ${project}`);
    expect(read(folder, schema).length).toBeGreaterThan(10_000);
    expect(read(folder, project)).toBe('{"title": "mine"}\n');
  });

  it('are made without a snapshot that cannot be used', async () => {
    const broken = '.connect-sync/plugins/org.example.Broken@1.json';
    const { folder, run } = await tryout({
      files: { ...files, [broken]: '{"format": "connect-sync/plugin-snapshot"' },
    });
    const { exitCode } = await run(['init', '--forge', 'none']);
    expect(exitCode).toBe(0);
    const published = readFileSync(
      path.resolve(import.meta.dirname, '../../schemas/connector.schema.json'),
      'utf8',
    );
    expect(read(folder, schema)).toBe(published);
  });
});
