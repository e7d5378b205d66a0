import { describe, expect, it } from 'vitest';
import { nonRecoverableCause } from '../../src/plan/non-recoverable-failure.ts';
import { live, present } from '../support/connectors.ts';
import { type PlanParts, planFor } from '../support/plans.ts';

const authorization =
  'org.apache.kafka.connect.errors.ConnectException: Unrecoverable exception\n\tat org.example.Task.run(Task.java:1)\n' +
  'Caused by: org.apache.kafka.common.errors.TopicAuthorizationException: Not authorized to access topics: [orders]\n';
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

  it('is left alone where a restart meets the same cause again', () => {
    const plan = planFor(broken('a', { taskTrace: authorization }));
    expect(plan.steps).toEqual([]);
    expect(plan.leftAlone).toMatchObject([{ reason: 'restart-useless' }]);
    expect(plan.leftAlone[0]?.detail).toBe(
      'task 0 of 1 is FAILED: it is not authorized in Kafka; grant the permission, then restart it',
    );
  });

  it('is restarted where the cause of one of its tasks may have passed', () => {
    const mixed = live('a', { tasks: ['FAILED', 'FAILED'], taskTrace: authorization });
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
        live('a', { ...failed, taskTrace: authorization }),
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

describe('hopelessCause', () => {
  it.each([
    ['authorisation', authorization],
    [
      'credentials',
      'Caused by: org.apache.kafka.common.errors.SaslAuthenticationException: Authentication failed',
    ],
    [
      'configuration',
      'org.apache.kafka.common.config.ConfigException: Invalid value -1 for configuration batch.size',
    ],
    [
      'tasks.max',
      'org.apache.kafka.connect.runtime.TooManyTasksException: The connector x has generated 3 tasks, which is greater than 1',
    ],
    [
      'class',
      'org.apache.kafka.connect.errors.ConnectException: x\nCaused by: java.lang.ClassNotFoundException: a.B',
    ],
    [
      'topic',
      'org.apache.kafka.common.errors.UnknownTopicOrPartitionException: This server does not host this topic-partition.',
    ],
    [
      'converter',
      'Tolerance exceeded\nCaused by: org.apache.kafka.common.errors.SerializationException: Unknown magic byte!',
    ],
  ])('knows why a restart cannot help: %s', (_, trace) => {
    expect(nonRecoverableCause(trace)).toBeTypeOf('string');
  });

  it.each([
    ['an outage', outage],
    [
      'a host that does not resolve',
      'org.apache.kafka.common.config.ConfigException: No resolvable bootstrap urls given in bootstrap.servers',
    ],
    ['a refused database login', 'org.neo4j.driver.exceptions.AuthenticationException: unauthorized'],
    [
      'a configuration problem that was caused by an outage',
      `org.apache.kafka.common.config.ConfigException: x\n${outage}`,
    ],
    ['nothing', ''],
  ])('lets a restart be tried after %s', (_, trace) => {
    expect(nonRecoverableCause(trace)).toBeUndefined();
  });
});

function broken(name: string, parts: { readonly taskTrace?: string }): PlanParts {
  return { desired: [present(name)], live: [live(name, { tasks: ['FAILED'], ...parts })] };
}
