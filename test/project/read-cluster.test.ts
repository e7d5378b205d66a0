import { describe, expect, it } from 'vitest';
import { tryout } from '../support/tryout.ts';

const probe = '/connectors/connect-sync-asks-whether-this-worker-has-started';
const config = {
  'connector.class': 'FileStreamSource',
  'tasks.max': '1',
  topic: 'lines',
  file: '/tmp/lines.txt',
};
const file = `config:\n${Object.entries(config)
  .map(([key, value]) => `  ${key}: ${value}\n`)
  .join('')}`;

const forEver = Number.POSITIVE_INFINITY;

function listing(...names: readonly string[]) {
  return { kind: 'answer', answer: { status: 200, body: JSON.stringify(names) } } as const;
}

describe('a worker that is still starting', () => {
  it('is read only after it answers for one connector: its lists can be partial before', async () => {
    const { sandbox, run } = await tryout({ files: { 'connectors/a.yaml': file } });
    sandbox.worker.seed([{ name: 'a', config }]);
    const notYet = { kind: 'answer', answer: { status: 404, body: '<html>Error 404</html>' } } as const;
    sandbox.worker.inject({ path: probe, times: 3, effect: notYet });
    const plan = await run(['plan', '--detailed-exitcode']);
    expect(plan.exitCode, plan.stderr).toBe(0);
    const asked = sandbox.requests.map(({ path }) => path);
    expect(asked.filter((path) => path === probe)).toHaveLength(4);
    expect(asked.indexOf('/connectors?expand=info')).toBeGreaterThan(asked.lastIndexOf(probe));
  });

  it('counts as started if the credentials are not allowed to read one connector', async () => {
    const { sandbox, run } = await tryout({ files: { 'connectors/a.yaml': file } });
    sandbox.worker.seed([{ name: 'a', config }]);
    sandbox.worker.inject({
      path: probe,
      times: forEver,
      effect: { kind: 'answer', answer: { status: 403, body: '{"error_code":403,"message":"no"}' } },
    });
    expect((await run(['plan', '--detailed-exitcode'])).exitCode).toBe(0);
  });
});

describe('a list of names that differs from the configurations', () => {
  it('for a moment is read again', async () => {
    const { sandbox, run } = await tryout({ files: { 'connectors/a.yaml': file } });
    sandbox.worker.inject({ path: '/connectors', effect: listing('a') });
    const plan = await run(['plan', '--detailed-exitcode']);
    expect(plan.stdout).toContain('Plan: 1 create');
    expect(plan.exitCode).toBe(2);
  });

  it('permanently is an error: no connector is created that the list contains', async () => {
    const { sandbox, run, writes } = await tryout({ files: { 'connectors/a.yaml': file } });
    sandbox.worker.inject({ path: '/connectors', times: forEver, effect: listing('a') });
    const apply = await run(['apply', '--yes']);
    expect(apply.stderr).toMatch(/disagree on a\b/);
    expect(apply.exitCode).toBe(28);
    expect(writes()).toEqual([]);
  });

  it('that contains a connector only on the second read means that it exists', async () => {
    const { sandbox, run } = await tryout({ files: { 'connectors/a.yaml': file } });
    sandbox.worker.seed([{ name: 'a', config }]);
    sandbox.worker.inject({
      path: '/connectors?expand=info',
      effect: { kind: 'answer', answer: { status: 200, body: '{}' } },
    });
    const plan = await run(['plan', '--detailed-exitcode']);
    expect(plan.stdout).toContain('No differences');
    expect(plan.exitCode).toBe(0);
  });

  it('is an error with --prune too', async () => {
    const { sandbox, run, writes } = await tryout({
      files: {
        'connect-sync.yaml': 'version: 1\nownership: { names: ["*"] }\n',
        'connectors/a.yaml': file,
      },
    });
    sandbox.worker.seed([{ name: 'a', config }]);
    sandbox.worker.inject({ path: '/connectors', times: forEver, effect: listing('a', 'b') });
    expect((await run(['apply', '--yes', '--prune'])).exitCode).toBe(28);
    expect(writes()).toEqual([]);
  });
});
