import { describe, expect, it, onTestFinished } from 'vitest';
import { makeProjectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';
import { tryout } from '../support/tryout.ts';

const names = ['a', 'b', 'c'];
const applying = ['apply', '--yes', '--timeout', '8s', '--stable-for', '500ms'];

function filesWith(topic: string): Record<string, string> {
  const file = `config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: ${topic}\n  file: /tmp/lines.txt\n`;
  return Object.fromEntries(names.map((name) => [`connectors/${name}.yaml`, file]));
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

describe('two runs at the same time whose files disagree', () => {
  // The second writes right after the first, or while it waits for health; the clock is the real one.
  it.concurrent.each([600, 1_000, 1_600])(
    'never both end with 0: the second starts %i ms later',
    async (milliseconds) => {
      const world = await tryout({ files: filesWith('one') });
      const other = makeProjectFolder(filesWith('two'));
      onTestFinished(() => other.remove());
      const environment = { CONNECT_SYNC_CLUSTER: world.sandbox.url };
      const inFolder = (directory: string) => runCli(applying, { directory, speed: 1, environment });
      const first = inFolder(world.folder.directory);
      await sleep(milliseconds);
      const runs = await Promise.all([first, inFolder(other.directory)]);
      const codes = runs.map(({ exitCode }) => exitCode);
      const said = runs.map(({ stdout, stderr }) => stdout + stderr).join('\n');
      expect(codes, said).not.toEqual([0, 0]);
      const left = new Set(names.map((name) => world.sandbox.worker.config(name)?.['topic']));
      for (const [index, topic] of ['one', 'two'].entries()) {
        if (codes[index] === 0) expect([...left], `what succeeded is there\n${said}`).toEqual([topic]);
      }
    },
    60_000,
  );
});
