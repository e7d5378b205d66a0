import { describe, expect, it } from 'vitest';
import { problemsOfPage, renderAsGitHub } from '../support/github-page.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const file = 'state: running\nconfig:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: lines\n';
const applying = ['apply', '--yes', '--stable-for', '0s'];

/** Two to create, of which one fails as soon as it runs. */
async function halfBrokenWorld(): Promise<Tryout> {
  const world = await tryout({ files: { 'connectors/good.yaml': file, 'connectors/bad.yaml': file } });
  world.sandbox.worker.failTasksAfter('bad', 0, 'java.io.IOException: no such file');
  return world;
}

describe('apply -f markdown', () => {
  it('is the plan, and then what came of it, as one page', async () => {
    const { run } = await halfBrokenWorld();
    const { exitCode, stdout } = await run([...applying, '-f', 'markdown']);
    expect(exitCode).toBe(25);
    expect(problemsOfPage(renderAsGitHub(stdout))).toEqual([]);
    const titles = [...stdout.matchAll(/^## .*$/gm)].map(([title]) =>
      title.replaceAll(/`http[^`]*`/g, 'URL'),
    );
    expect(titles).toEqual(
      ['Plan for URL: 2 create', 'Apply on URL: 2 planned: 2 applied (1 of them unhealthy).'].map(
        (title) => `## ${title}`,
      ),
    );
    expect(stdout).toContain(
      '**create** `bad` (`connectors/bad.yaml:1:1`): applied; unhealthy: 1 of 1 task FAILED',
    );
  });

  it('says why a cluster could not be read', async () => {
    const { run } = await halfBrokenWorld();
    const { exitCode, stdout } = await run([
      ...applying,
      '-f',
      'markdown',
      '--cluster',
      'http://127.0.0.1:1',
    ]);
    expect(exitCode).toBe(28);
    expect(stdout).toMatch(/^## Stopped by errors\n\n- \*\*error\*\* `[a-z-]+`: .*refuses the connection/);
  });
});

describe('apply -f github', () => {
  it('puts what is not healthy on the line of its file, and the account below', async () => {
    const { run } = await halfBrokenWorld();
    const { exitCode, stdout } = await run([...applying, '-f', 'github']);
    expect(exitCode).toBe(25);
    const [error, account, ...more] = stdout.trimEnd().split('\n');
    expect(error).toMatch(
      /^::error file=connectors\/bad\.yaml,line=1,col=1,title=[^:]*::applied; unhealthy: 1 of 1 task FAILED.*%0Ajava\.io\.IOException: no such file$/,
    );
    expect(account).toMatch(/^::notice title=[^:]*::2 planned: 2 applied \(1 of them unhealthy\)\.$/);
    expect(more).toEqual([]);
  });

  it('of a plan that is refused says why, and of a cluster that is down too', async () => {
    const { run, folder } = await halfBrokenWorld();
    folder.write('connectors/good.yaml', `${file}  batch.size: many\n`);
    const refused = await run([...applying, '-f', 'github']);
    expect(refused.exitCode).toBe(29);
    expect(refused.stdout).toMatch(
      /^::error file=connectors\/good\.yaml,line=6,col=3,.*Not a number of type INT/m,
    );
    const down = await run([...applying, '-f', 'github', '--cluster', 'http://127.0.0.1:1']);
    expect(down.stdout).toMatch(/^::error title=.*refuses the connection/);
  });
});

describe('status -f markdown', () => {
  it('shows what is not well first, and ends in 25 as always', async () => {
    const { run } = await halfBrokenWorld();
    await run(applying);
    const { exitCode, stdout } = await run(['status', '-f', 'markdown']);
    expect(exitCode).toBe(25);
    expect(stdout).toMatch(
      /^## Status of `http[^`]*`: 2 connectors, 1 failed, 1 healthy\n\n### Unhealthy\n\n- `bad` is failed/,
    );
    expect(stdout).toContain('task 0 `FAILED`: `java.io.IOException`: no such file');
  });
});
