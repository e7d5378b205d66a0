import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { isAsShown } from './compare-output.ts';
import { runPage } from './run-page.ts';

const lines = (...all: string[]) => all.join('\n');

describe.skipIf(process.platform === 'win32')('a page with commands', () => {
  it('runs in its order, with the files that it shows, in one shell', async () => {
    const page = lines(
      '```yaml',
      '# connectors/lines.yaml',
      'config: {connector.class: FileStreamSource, file: "${env.FILE}", topic: lines}',
      '```',
      '<!-- setup',
      'export FILE=/data/lines.txt',
      '-->',
      '```sh',
      'connect-sync apply --cluster http://localhost:8083 --stable-for 1s',
      'connect-sync drift --cluster http://localhost:8083   # exits 0: nothing differs',
      '```',
      '<!-- setup',
      'put lines connector.class=FileStreamSource file=/other topic=lines',
      'fail-task lines 0 "java.lang.IllegalStateException: broken"',
      '-->',
      '```',
      '$ connect-sync drift --cluster http://localhost:8083 -f json-patch   # exit 2',
      '…',
      '$ connect-sync list --cluster http://localhost:8083 -q',
      'lines',
      '```',
    );
    expect(await runPage('page.md', page)).toEqual({ problems: [], updated: page, commands: 8 });
  });

  it('is wrong where a command ends otherwise, prints something else, or its files are invalid', async () => {
    const page = lines(
      '```yaml',
      '# connectors/lines.yaml',
      'confg: {}',
      '```',
      '```sh',
      'connect-sync plan --no-such-option',
      '```',
      '  ```console',
      '  $ connect-sync list -q --cluster localhost:8083   # none',
      '  orders',
      '  ```',
    );
    const { problems } = await runPage('page.md', page);
    expect(problems).toEqual([
      expect.stringMatching(/^page.md:6: connect-sync plan --no-such-option\nexits 64, not 0\n/),
      expect.stringContaining('page.md:9: '),
      expect.stringMatching(/^page.md:2: .* connect-sync validate\nexits 29, not 0\n/),
    ]);
  });

  it('gets the real output in place of a wrong one when it is updated', async () => {
    const page = lines('- ```', '  $ echo one && echo; echo two', '  wrong', '  $ true', '  ```', 'after');
    const inList = page.replace('- ```', '  ```');
    const { updated } = await runPage('page.md', inList);
    expect(updated).toBe(
      lines('  ```', '  $ echo one && echo; echo two', '  one', '', '  two', '  $ true', '  ```', 'after'),
    );
  });

  it('is not run where a comment says why', async () => {
    const page = lines('<!-- not run: installs connect-sync -->', '```sh', 'npm i -g connect-sync', '```');
    expect(await runPage('page.md', page)).toMatchObject({ problems: [], commands: 0 });
    const without = await runPage('page.md', page.split('\n').slice(1).join('\n'));
    expect(without.problems).toEqual([expect.stringContaining('npm is not run by this test')]);
  });

  it('posts to a fake forge where it says so', async () => {
    const page = lines(
      '<!-- forge: github -->',
      '<!-- sandbox: any-class version 3.9 id kafka-1 -->',
      '```yaml',
      '# connectors/a.yaml',
      'config: {connector.class: com.acme.Sink, topics: a}',
      '```',
      '```sh',
      'connect-sync plan --cluster http://localhost:8083 --out plan.json && connect-sync comment plan.json',
      '```',
    );
    expect(await runPage('page.md', page)).toMatchObject({ problems: [], commands: 2 });
  });
});

describe('an output', () => {
  it('may differ in times, durations, versions, digests and ports, and in nothing else', () => {
    expect(isAsShown(['healthy after 2.3 s, at 12:00:01'], 'healthy after 12 s, at 23:59:59\n')).toBe(true);
    expect(isAsShown(['http://x:8083  sha256:0a'], 'http://x:43211   sha256:ff12')).toBe(true);
    expect(isAsShown(['Plan: 1 create'], 'Plan: 2 create')).toBe(false);
    expect(isAsShown(['1 task'], '1 task\nmore')).toBe(false);
  });

  it('may be cut where the page shows an ellipsis', () => {
    expect(isAsShown(['first', '…', 'last'], 'first\na\nb\nlast\n')).toBe(true);
    expect(isAsShown(['first', '…'], 'first\na')).toBe(true);
    expect(isAsShown(['…', 'b'], 'a\nc')).toBe(false);
  });
});
