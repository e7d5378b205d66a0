import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { spawn } from '@lydell/node-pty';
import { describe, expect, it, onTestFinished } from 'vitest';
import { builtProgram } from '../support/built-program.ts';
import { connectorFile } from '../support/secret-world.ts';
import { TestTerminal } from '../support/test-terminal.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

async function worldWithSecret(): Promise<Tryout> {
  const world = await tryout({
    files: { 'connectors/a.yaml': connectorFile({ config: { password: 'hunter2' } }) },
  });
  await world.run(['apply', '--yes', '--no-wait']);
  return world;
}

const size = { columns: 100, rows: 40 };

/** One variable that each CI system sets. */
const ciVariables: readonly (readonly [string, string])[] = [
  ['CI', 'true'],
  ['CI', '1'],
  ['CI', 'woodpecker'],
  ['CI_NAME', 'codeship'],
  ['CI_NAME', 'sourcehut'],
  ['CONTINUOUS_INTEGRATION', 'true'],
  ['BUILD_ID', '17'],
  ['BUILD_NUMBER', '17'],
  ['RUN_ID', 'x'],
  ['GITHUB_ACTIONS', 'true'],
  ['GITLAB_CI', 'true'],
  ['JENKINS_URL', 'https://jenkins.example'],
  ['HUDSON_URL', 'https://hudson.example'],
  ['BUILDKITE', 'true'],
  ['TEAMCITY_VERSION', '2025.1'],
  ['TF_BUILD', 'True'],
  ['CIRCLECI', 'true'],
  ['TRAVIS', 'true'],
  ['BITBUCKET_BUILD_NUMBER', '1'],
  ['BITBUCKET_COMMIT', 'a1'],
  ['CODEBUILD_BUILD_ID', 'a:1'],
  ['CODEBUILD_BUILD_ARN', 'arn:aws:codebuild'],
  ['DRONE', 'true'],
  ['TEKTON_PIPELINE_RUN', 'run'],
  ['ARGO_NODE_ID', 'node'],
  ['bamboo_planKey', 'PLAN'],
  ['GO_PIPELINE_LABEL', '1'],
  ['APPVEYOR', 'True'],
  ['SEMAPHORE', 'true'],
  ['CIRRUS_CI', 'true'],
  ['NETLIFY', 'true'],
  ['VERCEL', '1'],
  ['CF_BUILD_ID', '1'],
  ['CF_PAGES', '1'],
  ['GITEA_ACTIONS', 'true'],
  ['FORGEJO_ACTIONS', 'true'],
  ['PROW_JOB_ID', '1'],
  ['HARNESS_BUILD_ID', '1'],
  ['SCREWDRIVER', 'true'],
  ['BUILDER_OUTPUT', '/builder/outputs'],
  ['XCS', '1'],
];

describe('--reveal', () => {
  it('prints secrets on a terminal', async () => {
    const world = await worldWithSecret();
    const run = await world.run(['show', '--reveal'], { terminal: new TestTerminal(size) });
    expect(run.stdout).toContain('hunter2');
  });

  it.each(ciVariables)('is refused where %s=%s tells of a CI job, terminal or not', async (name, value) => {
    const world = await worldWithSecret();
    const environment = { [name]: value };
    const run = await world.run(['show', '--reveal'], { terminal: new TestTerminal(size), environment });
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toMatch(/reveal-refused.*CI job/);
    expect(run.stdout + run.stderr).not.toContain('hunter2');
  });

  it('is refused by the variable of a vendor although CI=false', async () => {
    const world = await worldWithSecret();
    const environment = { CI: 'false', GITHUB_ACTIONS: 'true' };
    const run = await world.run(['show', '--reveal'], { terminal: new TestTerminal(size), environment });
    expect(run.exitCode).toBe(64);
  });

  it.each(['', 'false', '0'])('is not refused for CI=%s alone', async (value) => {
    const world = await worldWithSecret();
    const run = await world.run(['show', '--reveal'], {
      terminal: new TestTerminal(size),
      environment: { CI: value },
    });
    expect(run.stdout).toContain('hunter2');
  });

  it.each([
    ['show', '--reveal'],
    ['show', '--reveal', '--planned'],
    ['show', '--reveal', '-f', 'json'],
  ])('is refused where stdin is no terminal: %s %s %s %s', async (...args) => {
    const world = await worldWithSecret();
    const words = args.filter((word) => word !== undefined);
    const run = await world.run(words, { terminal: new TestTerminal(size), stdin: 'file' });
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toMatch(/the input is not a terminal/);
    expect(run.stdout + run.stderr).not.toContain('hunter2');
  });
});

describe('--reveal of what a worker says', () => {
  const said = 'java.sql.SQLException: cannot log in with hunter2';

  async function failedWorld(): Promise<Tryout> {
    const config = { 'some.login': '${file:/run/secrets/db.properties:login}' };
    const world = await tryout({ files: { 'connectors/a.yaml': connectorFile({ config }) } });
    await world.run(['apply', '--yes', '--no-wait']);
    await world.sandbox.worker.settled();
    world.sandbox.worker.failTask('a', 0, `${said}\n\tat a.B.c(B.java:1)\n`);
    return world;
  }

  it.each([
    ['tasks', 'a', '0'],
    ['tasks', 'a'],
    ['describe', 'a'],
  ])('prints it in full on a terminal: %s %s %s', async (...args) => {
    const words = args.filter((word) => word !== undefined);
    const world = await failedWorld();
    const masked = await world.run(words, { terminal: new TestTerminal(size) });
    expect(masked.stdout).toContain('java.sql.SQLException: cannot log in with (not shown)');
    const revealed = await world.run([...words, '--reveal'], { terminal: new TestTerminal(size) });
    expect(revealed.stdout).toContain(said);
    const piped = await world.run([...words, '--reveal']);
    expect(piped.exitCode).toBe(64);
    expect(piped.stdout + piped.stderr).not.toContain('hunter2');
  });
});

describe('the program on a terminal', () => {
  const variables = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(?:CI|.*_CI|BUILD_.*|RUN_ID|GITHUB_ACTIONS)$/.test(name),
    ),
  );

  async function onTerminal(world: Tryout, environment: Readonly<Record<string, string>>) {
    const terminal = new TestTerminal(size);
    const child = spawn(process.execPath, [builtProgram, 'show', '--reveal', '-c', world.sandbox.url], {
      cols: size.columns,
      rows: size.rows,
      cwd: world.folder.directory,
      env: { ...variables, TERM: 'xterm-256color', ...environment },
    });
    onTestFinished(() => child.kill('SIGKILL'));
    child.onData(terminal.write);
    const exitCode = await new Promise<number>((resolve) => child.onExit((end) => resolve(end.exitCode)));
    return { exitCode, text: (await terminal.screen()).join('\n') };
  }

  it('reveals secrets', async () => {
    const { exitCode, text } = await onTerminal(await worldWithSecret(), {});
    expect(text).toContain('hunter2');
    expect(exitCode).toBe(0);
  });

  it('that a CI job pretends to be reveals nothing', async () => {
    const { exitCode, text } = await onTerminal(await worldWithSecret(), { BUILDKITE: 'true' });
    expect(text).toContain('Buildkite');
    expect(text).not.toContain('hunter2');
    expect(exitCode).toBe(64);
  });

  it('is none where both streams are pipes', async () => {
    const world = await worldWithSecret();
    const run = spawnSync(process.execPath, [builtProgram, 'show', '--reveal', '-c', 'http://127.0.0.1:1'], {
      cwd: world.folder.directory,
      env: variables,
      encoding: 'utf8',
    });
    expect(run.status).toBe(64);
    expect(run.stderr).toContain('not a terminal');
  });
});
