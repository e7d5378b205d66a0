import { describe, expect, it } from 'vitest';
import { onlyCluster } from '../support/json-output.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

describe('plugins --offline', () => {
  it('lists the saved plugins, and the keys of one, without a cluster', async () => {
    const { run } = await saved();
    const listed = await run(['plugins', '--offline']);
    expect(listed.stdout).toMatch(
      /^sink +org\.apache\.kafka\.connect\.file\.FileStreamSinkConnector +4\.3\.0$/m,
    );
    expect(listed.stdout).toContain('.connect-sync/plugins: 2 plugins (1 sink, 1 source)');
    const page = await run(['plugins', 'FileStreamSource', '--offline']);
    expect(page.stdout).toMatch(/^ {2}topic +STRING +HIGH +required$/m);
    expect(page.stdout).toContain('.connect-sync/plugins: 3 keys, 1 required');
    expect(page.exitCode).toBe(0);
    const json = onlyCluster((await run(['plugins', 'FileStreamSource', '--offline', '-f', 'json'])).stdout);
    expect(json.plugin).toMatchObject({ version: '4.3.0', type: 'source' });
  });

  it('names the nearest saved class, and how to save plugins where there are none', async () => {
    const { run, folder } = await saved();
    expect((await run(['plugins', 'FileStreamSorce', '--offline'])).stderr).toContain('did you mean');
    folder.write('other/connect-sync.yaml', 'version: 1\n');
    const { stderr, exitCode } = await run(['plugins', '--offline', '-C', 'other']);
    expect(stderr).toContain('connect-sync plugins pull --cluster');
    expect(exitCode).toBe(1);
  });
});

/** A project whose plugins were saved from a worker that is away now. */
async function saved(): Promise<Tryout> {
  const world = await tryout({ files: {} });
  const pulled = await world.run(['plugins', 'pull', 'FileStream*'], { speed: 1 });
  expect(pulled.exitCode, pulled.stderr).toBe(0);
  await world.sandbox.close();
  return world;
}
