import { describe, expect, it } from 'vitest';
import type { ConnectorStatus } from '../../src/model/live-connector.ts';
import { live, present } from '../support/connectors.ts';
import { type PlanParts, planFor } from '../support/plans.ts';

const authorization =
  'org.apache.kafka.connect.errors.ConnectException: Unrecoverable exception\n\tat org.example.Task.run(Task.java:1)\n' +
  'Caused by: org.apache.kafka.common.errors.TopicAuthorizationException: Not authorized to access topics: [orders]\n';
const refused =
  'org.apache.kafka.connect.errors.ConnectException: x\n' +
  'Caused by: org.apache.kafka.common.config.ConfigException: Invalid value -1 for configuration batch.size';
const noClass = 'java.lang.NoClassDefFoundError: com/example/Missing';
const outage =
  'org.apache.kafka.connect.errors.ConnectException: cannot start\n' +
  'Caused by: java.net.ConnectException: Connection refused';

describe('a FAILED connector that is otherwise as declared', () => {
  it('is restarted', () => {
    const plan = planFor(broken('a', { taskTrace: outage }));
    expect(plan.steps).toMatchObject([{ change: { kind: 'restart', name: 'a' } }]);
    expect(plan.unchanged).toEqual([]);
  });

  it('is left alone with --restart none, and named', () => {
    const plan = planFor({ ...broken('a', {}), policy: { restart: 'none' } });
    expect(plan.steps).toEqual([]);
    expect(plan.leftAlone).toEqual([{ name: 'a', reason: 'restart-off', detail: 'task 0 of 1 is FAILED' }]);
  });

  it('is left alone where it needs a change of the connector', () => {
    const plan = planFor(broken('a', { taskTrace: refused }));
    expect(plan.steps).toEqual([]);
    expect(plan.leftAlone).toMatchObject([{ reason: 'restart-useless' }]);
    expect(plan.leftAlone[0]?.detail).toBe(
      'task 0 of 1 is FAILED: the plugin rejects its configuration; change it in the file',
    );
  });

  it('is restarted where the cause is outside of it and may be gone, and the plan says what it was', () => {
    const plan = planFor(broken('a', { taskTrace: authorization }));
    expect(plan.steps).toMatchObject([{ change: { kind: 'restart' } }]);
    expect(plan.steps[0]?.effects).toContain(
      'its cause is outside of the connector: it is not authorized in Kafka; grant the permission',
    );
  });

  it('is restarted where a class is missing on one of several workers, and left alone if on all', () => {
    const alone = broken('a', { taskTrace: noClass });
    expect(planFor(alone).leftAlone).toMatchObject([{ name: 'a', reason: 'restart-useless' }]);
    const other = live('b', {});
    const elsewhere = { ...other, status: other.status && movedTo('other:8083', other.status) };
    const desired = [present('a'), present('b')];
    const plan = planFor({
      desired,
      live: [live('a', { tasks: ['FAILED'], taskTrace: noClass }), elsewhere],
    });
    expect(plan.steps).toMatchObject([{ change: { kind: 'restart', name: 'a' } }]);
  });

  it('is restarted where the cause of one of its tasks may have passed', () => {
    const mixed = live('a', { tasks: ['FAILED', 'FAILED'], taskTrace: refused });
    const [first, second] = mixed.status?.tasks ?? [];
    if (!mixed.status || !first || !second) throw new Error('two tasks were built');
    const status = { ...mixed.status, tasks: [first, { ...second, trace: outage }] };
    const plan = planFor({ desired: [present('a')], live: [{ ...mixed, status }] });
    expect(plan.steps).toHaveLength(1);
  });

  it('is restarted where the worker tells no cause', () => {
    expect(planFor(broken('a', {})).steps).toHaveLength(1);
  });

  it('is written, whatever the cause was, where the configuration changes', () => {
    const plan = planFor({
      desired: [present('a', { config: { a: '1' } })],
      live: [live('a', { config: { a: '2' }, tasks: ['FAILED'], taskTrace: authorization })],
      version: '3.4.1',
    });
    expect(plan.steps[0]?.actions.map((action) => action.kind)).toEqual(['put-config', 'restart']);
  });
});

describe('the number of restarts in a run', () => {
  it('is limited; the others are named', () => {
    const names = Array.from({ length: 12 }, (_, index) => `c${String(index).padStart(2, '0')}`);
    const plan = planFor({
      desired: [...names.map((name) => present(name)), present('new')],
      live: names.map((name) => live(name, { tasks: ['FAILED'] })),
    });
    expect(plan.steps.map((step) => step.change.name)).toEqual([...names.slice(0, 10), 'new']);
    expect(plan.leftAlone.map(({ name, reason }) => [name, reason])).toEqual([
      ['c10', 'restart-limit'],
      ['c11', 'restart-limit'],
    ]);
    expect(plan.leftAlone[0]?.detail).toBe(
      'task 0 of 1 is FAILED; one run restarts at most 10 (--max-restarts)',
    );
  });

  it('does not count those that cannot help, nor those that belong to another change', () => {
    const failed = { tasks: ['FAILED'] };
    const plan = planFor({
      desired: [present('a'), present('b', { state: 'paused' }), present('c'), present('d')],
      live: [
        live('a', { ...failed, taskTrace: refused }),
        live('b', failed),
        live('c', failed),
        live('d', failed),
      ],
      policy: { maxRestarts: 1 },
    });
    expect(plan.steps.map((step) => step.change.name)).toEqual(['b', 'c']);
    expect(plan.leftAlone.map(({ name, reason }) => [name, reason])).toEqual([
      ['a', 'restart-useless'],
      ['d', 'restart-limit'],
    ]);
  });
});

describe('wanted paused and FAILED, with --restart none', () => {
  it('is paused while something of it runs, and then not again for ever', () => {
    const parts = (tasks: readonly string[]): PlanParts => ({
      desired: [present('a', { state: 'paused' })],
      live: [live('a', { state: 'FAILED', tasks })],
      policy: { restart: 'none' },
    });
    expect(planFor(parts(['RUNNING', 'PAUSED'])).steps).toHaveLength(1);
    const paused = planFor(parts(['FAILED', 'PAUSED']));
    expect(paused.steps).toEqual([]);
    expect(paused.leftAlone).toMatchObject([{ reason: 'restart-off' }]);
  });
});

describe('wanted paused or stopped, and FAILED', () => {
  it.each([
    ['paused', noClass, 0],
    ['paused', refused, 0],
    ['paused', outage, 1],
    ['stopped', noClass, 0],
    ['stopped', `${noClass}Exception in VersionedPluginLoadingException`, 0],
    ['stopped', refused, 1],
  ] as const)('without tasks is left alone where no call would ever show: %s, %s', (state, trace, steps) => {
    const one = live('a', { state: 'FAILED', tasks: [] });
    const status = one.status && { ...one.status, connector: { ...one.status.connector, trace } };
    const plan = planFor({ desired: [present('a', { state })], live: [{ ...one, status }] });
    expect(plan.steps).toHaveLength(steps);
    if (steps === 0) expect(plan.leftAlone).toMatchObject([{ name: 'a', reason: 'restart-useless' }]);
  });
});

function movedTo(workerId: string, { connector, tasks }: ConnectorStatus): ConnectorStatus {
  return { connector: { ...connector, workerId }, tasks: tasks.map((task) => ({ ...task, workerId })) };
}

function broken(name: string, parts: { readonly taskTrace?: string }): PlanParts {
  return { desired: [present(name)], live: [live(name, { tasks: ['FAILED'], ...parts })] };
}
