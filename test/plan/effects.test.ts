import { describe, expect, it } from 'vitest';
import { absent, type LiveParts, live, type PresentParts, present } from '../support/connectors.ts';
import { type PlanParts, planFor } from '../support/plans.ts';

const reused = 'resumes from stored offsets if a connector with this name existed before';
const rebalance = 'the workers rebalance';
const two = { tasks: ['RUNNING', 'RUNNING'] };

describe('the effects of a create', () => {
  it('are a start, offsets that may lie there, and a rebalance', () => {
    expect(effects({ desired: [present('a')] })).toEqual(['starts running', reused, rebalance]);
  });

  it('say that nothing runs, or that it runs for a moment', () => {
    const desired = [present('a', { state: 'paused' })];
    expect(effects({ desired })[0]).toBe('is created paused: nothing runs');
    expect(effects({ desired, version: '3.4.1' })[0]).toBe(
      'starts, and is paused right after: Kafka Connect 3.4.1 cannot create it paused, so records may flow in between',
    );
  });
});

describe('the effects of a write', () => {
  it('are the restart of connector and tasks; offsets are kept', () => {
    expect(update('some.key', { reported: two })).toEqual([
      'restarts the connector and its 2 tasks',
      'offsets are kept',
      rebalance,
    ]);
    expect(update('some.key')[0]).toBe('restarts the connector and its task');
    expect(update('some.key', { reported: { tasks: [] } })[0]).toBe('restarts the connector');
  });

  it('depend on the plugin before 3.7.1', () => {
    expect(update('some.key', { reported: two, version: '3.4.1' })[0]).toBe(
      'restarts the connector, and its 2 tasks if the plugin passes the change on',
    );
  });

  it('say why tasks are restarted for a key that they would not hear of', () => {
    expect(update('transforms', { reported: two, version: '3.4.1' }).slice(0, 2)).toEqual([
      'restarts the connector and its 2 tasks',
      'its tasks are restarted because Kafka Connect 3.4.1 does not pass on transforms',
    ]);
  });

  it('say what is FAILED and restarted with it, or left', () => {
    const reported = { tasks: ['FAILED', 'RUNNING'] };
    const version = '3.4.1';
    expect(update('a', { reported, version })).toContain('restarts what is FAILED: task 0 of 2 is FAILED');
    expect(update('a', { reported, version, policy: { restart: 'none' } })).toContain(
      'task 0 of 2 is FAILED, and may stay so',
    );
    expect(update('a', { reported })).toHaveLength(3);
  });

  it('are put off while nothing runs', () => {
    const later = 'the new configuration runs when it is resumed';
    expect(update('a', { reported: { state: 'PAUSED' } })).toEqual([
      `stays paused: ${later}`,
      'offsets are kept',
    ]);
    expect(update('a', { wanted: { state: 'stopped' } })).toEqual([
      `is stopped before the configuration is written: ${later}`,
      'offsets are kept',
      rebalance,
    ]);
    expect(update('a', { reported: { state: 'PAUSED' }, wanted: { state: 'running' } })[0]).toBe(
      'starts with the new configuration',
    );
  });
});

describe('keys whose change moves data', () => {
  const debezium = 'io.debezium.connector.mysql.MySqlConnector';
  const fileSource = 'org.apache.kafka.connect.file.FileStreamSourceConnector';

  it.each([
    ['topic.prefix', debezium, 'source', 'it starts with a new snapshot'],
    ['database.server.name', debezium, 'source', 'it starts with a new snapshot'],
    ['file', fileSource, 'source', 'read from its start'],
    ['consumer.override.group.id', 'org.example.Sink', 'sink', 'another consumer group'],
    ['offsets.storage.topic', 'org.example.Source', 'source', 'everything is read again'],
  ] as const)('%s of %s: offsets do not fit any more', (key, className, type, sentence) => {
    const printed = update(key, { className, reported: { type } });
    expect(printed.join('; ')).toContain(sentence);
    expect(printed).not.toContain('offsets are kept');
  });

  it.each([
    ['topic.prefix', 'io.confluent.connect.jdbc.JdbcSourceConnector', 'source', 'topics of other names'],
    ['topic', fileSource, 'source', 'another topic'],
    ['slot.name', 'io.debezium.connector.postgresql.PostgresConnector', 'source', 'retains WAL'],
    ['database.server.id', debezium, 'source', 'the id must be unused'],
    ['schema.history.internal.kafka.topic', debezium, 'source', 'the schema history'],
    ['transforms.route.replacement', debezium, 'source', 'topics of other names'],
    ['topics', 'org.example.Sink', 'sink', 'according to auto.offset.reset'],
    ['topics.regex', 'org.example.Sink', 'sink', 'according to auto.offset.reset'],
  ] as const)('%s of %s: offsets are kept', (key, className, type, sentence) => {
    const printed = update(key, { className, reported: { type } });
    expect(printed.join('; ')).toContain(sentence);
    expect(printed).toContain('offsets are kept');
  });

  it('say so of another plugin under the same name', () => {
    const plan = planFor({
      desired: [present('a', { config: { 'connector.class': 'new.Plugin' } })],
      live: [live('a', { config: { 'connector.class': 'old.Plugin' } })],
    });
    expect(plan.steps[0]?.effects.join('; ')).toContain('connector.class: another plugin');
  });

  it('are nothing of the kind for a plugin that means something else by them', () => {
    const printed = [
      ...update('topics', { reported: { type: 'source' } }),
      ...update('topic', { reported: { type: 'sink' } }),
      ...update('database.server.name'),
      ...update('file'),
    ];
    expect(printed.join()).not.toMatch(/topics?:|database|file/);
  });

  it('never quote a value', () => {
    for (const key of ['topic.prefix', 'topics', 'slot.name', 'file', 'transforms.a.regex']) {
      expect(update(key, { className: debezium }).join()).not.toMatch(/canary/);
    }
  });
});

describe('the effects of a change of state', () => {
  it.each([
    ['RUNNING', 'paused', ['suspends the connector and its 2 tasks', 'offsets are kept']],
    ['PAUSED', 'running', ['resumes the connector and its 2 tasks', 'offsets are kept']],
    ['RUNNING', 'stopped', ['stops the connector and its 2 tasks', 'offsets are kept', rebalance]],
    ['STOPPED', 'running', ['starts, and continues from its offsets', rebalance]],
    ['STOPPED', 'paused', ['is paused instead of stopped: no task is started']],
  ] as const)('from %s to %s', (state, wanted, expected) => {
    const printed = effects({
      desired: [present('a', { state: wanted })],
      live: [live('a', { ...two, state })],
    });
    expect(printed).toEqual(expected);
  });

  it('name the restart that goes with it', () => {
    const printed = effects({
      desired: [present('a', { state: 'paused' })],
      live: [live('a', { state: 'FAILED' })],
    });
    expect(printed[1]).toBe('restarts what is FAILED: the connector is FAILED');
  });
});

describe('the effects of a restart', () => {
  it('spare the others', () => {
    const restarted = (tasks: readonly string[]) =>
      effects({ desired: [present('a')], live: [live('a', { tasks })] });
    expect(restarted(['FAILED'])).toEqual(['restarts what is FAILED', 'offsets are kept']);
    expect(restarted(['FAILED', 'RUNNING'])[1]).toBe('the other task is not touched');
    expect(restarted(['FAILED', 'RUNNING', 'RUNNING'])[1]).toBe('the other tasks are not touched');
  });
});

describe('the effects of a deletion', () => {
  it.each([
    ['source', 'its offsets and topics stay: a connector with this name would resume from them'],
    [
      'sink',
      'its consumer group and the offsets in it stay: a connector with this name would resume from them',
    ],
  ] as const)('of a %s tell what stays behind', (type, expected) => {
    const printed = effects({ desired: [absent('a')], live: [live('a', { ...two, type })] });
    expect(printed).toEqual(['stops the connector and its 2 tasks', expected, rebalance]);
  });
});

interface Update extends Pick<PlanParts, 'version' | 'policy'> {
  readonly wanted?: PresentParts;
  readonly reported?: LiveParts;
  readonly className?: string;
}

/** The effects of a write that changes one key. */
function update(
  key: string,
  { wanted, reported, className = 'org.example.Some', ...rest }: Update = {},
): string[] {
  const config = (value: string) => ({ 'connector.class': className, [key]: value });
  return effects({
    ...rest,
    desired: [present('a', { config: config('canary-new'), ...wanted })],
    live: [live('a', { config: config('canary-old'), ...reported })],
  });
}

function effects(parts: PlanParts): string[] {
  return planFor(parts).steps.flatMap((step) => step.effects);
}
