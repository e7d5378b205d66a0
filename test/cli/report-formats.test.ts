import { describe, expect, it } from 'vitest';
import { problemsOfPage, renderAsGitHub } from '../support/github-page.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const file = 'state: running\nconfig:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: lines\n';
const applying = ['apply', '--yes', '--stable-for', '0s'];

/** Two connectors to create, one of which fails when it starts. */
async function halfBrokenWorld(): Promise<Tryout> {
  const world = await tryout({ files: { 'connectors/good.yaml': file, 'connectors/bad.yaml': file } });
  world.sandbox.worker.failTasksAfter('bad', 0, 'java.io.IOException: no such file');
  return world;
}

describe('apply -f markdown', () => {
  it('is the plan, followed by the report, as one page', async () => {
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

  it('shows why a cluster could not be read', async () => {
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
  it('annotates the line of an unhealthy connector, followed by the report', async () => {
    const { run } = await halfBrokenWorld();
    const { exitCode, stdout } = await run([...applying, '-f', 'github']);
    expect(exitCode).toBe(25);
    const [error, summary, ...more] = stdout.trimEnd().split('\n');
    expect(error).toMatch(
      /^::error file=connectors\/bad\.yaml,line=1,col=1,title=[^:]*::applied; unhealthy: 1 of 1 task FAILED.*%0Ajava\.io\.IOException: no such file$/,
    );
    expect(summary).toMatch(/^::notice title=[^:]*::2 planned: 2 applied \(1 of them unhealthy\)\.$/);
    expect(more).toEqual([]);
  });

  it('shows why a plan is blocked or a cluster could not be read', async () => {
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
  it('shows what is unhealthy first, and exits with 25', async () => {
    const { run } = await halfBrokenWorld();
    await run(applying);
    const { exitCode, stdout } = await run(['status', '-f', 'markdown']);
    expect(exitCode).toBe(25);
    expect(stdout).toMatch(
      /^## Status of `http[^`]*`: 2 connectors, 1 failed, 1 healthy\n\n### Not healthy\n\n- `bad` \(version `4.3.0`\) is failed/,
    );
    expect(stdout).toContain('task 0 `FAILED`: `java.io.IOException`: no such file');
  });
});
