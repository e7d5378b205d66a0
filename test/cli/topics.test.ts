import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { onlyCluster } from '../support/json-output.ts';
import { tryout } from '../support/tryout.ts';

const file = 'config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: lines\n  file: /in\n';

async function running() {
  const world = await tryout({ files: { 'connectors/lines.yaml': file } });
  await world.run(['apply', '--yes', '--stable-for', '1s']);
  world.sandbox.worker.passRecords('lines');
  world.sandbox.clearRequests();
  return world;
}

describe('topics', () => {
  it('lists the topics that a connector has used', async () => {
    const { run, writes } = await running();
    await eventually(async () => {
      const { stdout, exitCode } = await run(['topics', 'l*']);
      expect(stdout).toBe('lines  1 topic\n  lines\n');
      expect(exitCode).toBe(0);
    });
    expect(onlyCluster((await run(['topics', 'lines', '-f', 'json'])).stdout)).toMatchObject({
      connectors: [{ name: 'lines', topics: ['lines'] }],
    });
    expect(writes()).toEqual([]);
  });

  it('resets topics after confirmation only', async () => {
    const { run, writes } = await running();
    const unconfirmed = await run(['topics', 'lines', '--reset']);
    expect(unconfirmed.exitCode).toBe(64);
    const declined = await run(['topics', 'lines', '--reset'], { answers: ['n'] });
    expect(declined.stderr).toMatch(/Reset the topics of lines on \S+\? \[y\/N\] Cancelled: no changes made/);
    expect(declined.exitCode).toBe(1);
    expect(writes()).toEqual([]);
    const confirmed = await run(['topics', 'lines', '--reset'], { answers: ['y'] });
    expect(confirmed.stdout).toContain('lines  no topics');
    expect(confirmed.exitCode).toBe(0);
    expect((await run(['topics', 'lines', '--reset', '--yes'])).exitCode).toBe(0);
    expect(writes()).toEqual(['PUT /connectors/lines/topics/reset', 'PUT /connectors/lines/topics/reset']);
  });

  it.each([
    [[], 'Topic tracking is disabled.', 'topic.tracking.enable'],
    [['--reset', '--yes'], 'Topic tracking reset is disabled.', 'topic.tracking.allow.reset'],
  ])('explains that topic tracking is disabled: topics %j', async (args, message, setting) => {
    const { run, sandbox } = await running();
    sandbox.worker.inject({
      path: /\/topics/,
      times: Number.POSITIVE_INFINITY,
      effect: { kind: 'answer', answer: { status: 403, body: JSON.stringify({ error_code: 403, message }) } },
    });
    const { stderr, stdout, exitCode } = await run(['topics', 'lines', ...args]);
    expect(stderr).toContain(`has this turned off (403). The setting of the worker is ${setting}.`);
    expect(stdout).toBe('');
    expect(exitCode).toBe(1);
  });

  it('requires Kafka Connect 2.5', async () => {
    const { run, sandbox } = await running();
    sandbox.worker.inject({
      path: '/',
      times: Number.POSITIVE_INFINITY,
      effect: {
        kind: 'answer',
        answer: {
          status: 200,
          body: JSON.stringify({ version: '2.4.1', commit: 'c', kafka_cluster_id: 'k' }),
        },
      },
    });
    const { stderr, exitCode } = await run(['topics', 'lines']);
    expect(stderr).toContain('Kafka Connect 2.4.1 cannot report the topics of a connector');
    expect(stderr).toContain('this requires Kafka Connect 2.5 or later');
    expect(exitCode).toBe(1);
  });
});
