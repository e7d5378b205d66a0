import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FakeForge, startFakeForge } from '../support/forge/fake-forge.ts';
import { forgeKinds } from '../support/forge/open-test-forge.ts';
import { type Repository, repository } from '../support/repository.ts';

const connector = (topic: string) =>
  `config: { connector.class: FileStreamSource, topic: "${topic}", file: /data/lines.txt }\n`;

/** A repository whose files add a connector since the last commit. */
function changed(): Repository {
  const world = repository({ 'connectors/lines.yaml': connector('lines') });
  world.write('connectors/more.yaml', connector('more'));
  return world;
}

/** Saves what a command prints, as the shell does with `>`. */
async function print(world: Repository, args: readonly string[], file = 'changes.json'): Promise<number> {
  const { stdout, exitCode } = await world.run([...args, '-f', 'json']);
  writeFileSync(path.join(world.folder.directory, file), stdout);
  return exitCode;
}

const offline = ['plan', '--offline', '--since', 'main'];

async function comment(world: Repository, { environment }: Pick<FakeForge, 'environment'>) {
  return world.run(['comment', 'changes.json'], { environment, speed: 50 });
}

const bodies = (fake: FakeForge) => fake.comments().map(({ body }) => body);

describe.each(forgeKinds)('comment on %s about files alone', (kind) => {
  it('posts what plan --offline printed, and the next run updates the comment', async () => {
    const fake = await startFakeForge(kind);
    const world = changed();
    await print(world, offline);
    const first = await comment(world, fake);
    expect(first.exitCode, first.stderr).toBe(0);
    const [body = ''] = bodies(fake);
    expect(body).toMatch(/^## Changed files: 1 added$/m);
    expect(body).toMatch(/^Compared with the files as of `main \([0-9a-f]{12}\)`; no cluster was read;/m);
    expect(body, 'nothing of it can be applied').not.toMatch(/connect-sync apply|digest `sha256/);
    world.write('connectors/third.yaml', connector('third'));
    await print(world, offline);
    await comment(world, fake);
    expect(bodies(fake)).toHaveLength(1);
    expect(bodies(fake)[0]).toContain('2 added');
  });

  it('posts the problems if the files are not valid', async () => {
    const fake = await startFakeForge(kind);
    const world = changed();
    world.write('connectors/more.yaml', 'config: 7\n');
    expect(await print(world, offline)).toBe(29);
    await comment(world, fake);
    expect(bodies(fake)[0]).toMatch(/^## The files are not valid: 1 error$/m);
    expect(bodies(fake)[0]).toContain('connectors/more.yaml:1:9');
  });

  it('posts no printed plan of a cluster, and nothing that was edited into another form', async () => {
    const fake = await startFakeForge(kind);
    const world = changed();
    writeFileSync(
      path.join(world.folder.directory, 'changes.json'),
      JSON.stringify({ format: 'connect-sync/plans', version: 1, clusters: [{}], diagnostics: [] }),
    );
    const edited = await comment(world, fake);
    expect([edited.exitCode, edited.stderr]).toEqual([29, expect.stringContaining('changes.json:1:')]);
    await print(world, offline);
    const text = await world.run([...offline, '-f', 'json']);
    const document = JSON.parse(text.stdout) as { clusters: { comparedWith?: unknown }[] };
    for (const cluster of document.clusters) delete cluster.comparedWith;
    writeFileSync(path.join(world.folder.directory, 'changes.json'), JSON.stringify(document));
    const live = await comment(world, fake);
    expect([live.exitCode, live.stderr]).toEqual([
      29,
      expect.stringContaining('save one with plan --out FILE'),
    ]);
    expect(bodies(fake)).toEqual([]);
  });
});
