import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { projectFolder } from '../support/project-folder.ts';
import { tryout } from '../support/tryout.ts';

const files = { 'work/connectors/a.yaml': 'config: { connector.class: X, topics: a }\n' };
const once = ['reconcile', '-C', 'work', '--listen', 'none', '--cycles', '1', '--settle', '0s'];

it.each(['../lock', '.connect-sync/lock'])(
  'a controller with the lock %s ends after its cycles, and gives the lock back',
  async (lock) => {
    const { run, folder } = await tryout({ files, anyClass: true });
    const { exitCode, stdout } = await run([...once, '--leader-election', lock]);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/leadership-gained[\s\S]*: drift/)]);
    expect(readFileSync(path.join(folder.directory, 'work', lock), 'utf8')).toContain('"holder":""');
  },
);

it('a lock file among the files of the project is refused, with another place', async () => {
  const { directory } = projectFolder(files);
  const { run } = await tryout({ files });
  const { exitCode, stderr } = await run([...once, '--leader-election', 'connectors/lock'], { directory });
  expect([exitCode, stderr]).toEqual([
    64,
    expect.stringMatching(/lock file .* is in the directory of the project[\s\S]*\.connect-sync/),
  ]);
});
