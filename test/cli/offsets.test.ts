import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { onlyCluster } from '../support/json-output.ts';
import { type TryoutOptions, tryout } from '../support/tryout.ts';

const source = { 'connector.class': 'FileStreamSource', topic: 'lines', 'tasks.max': '1', file: '/in' };
const partition = { filename: '/in' };
const at = (position: number) => ({ partition, offset: { position } });

async function lines(
  state: 'running' | 'paused' | 'stopped' = 'running',
  options: Partial<TryoutOptions> = {},
) {
  const world = await tryout({ files: {}, ...options });
  world.sandbox.worker.seed([{ name: 'lines', config: source, state }]);
  world.sandbox.worker.setOffsets('lines', [at(7)]);
  const offsets = async () =>
    ((await (await fetch(`${world.sandbox.url}/connectors/lines/offsets`)).json()) as { offsets: unknown })
      .offsets;
  return { ...world, offsets };
}

describe('offsets', () => {
  it('shows partitions with their offsets, of a source as JSON', async () => {
    const { run, writes } = await lines();
    const { stdout, exitCode } = await run(['offsets', 'lines']);
    expect(stdout).toContain('lines  source  RUNNING  1 partition\n');
    expect(stdout).toContain('{"filename":"/in"}  {"position":7}');
    expect(exitCode).toBe(0);
    expect(onlyCluster((await run(['offsets', '*', '-f', 'json'])).stdout)).toMatchObject({
      connectors: [{ name: 'lines', offsets: [at(7)] }],
    });
    expect(writes()).toEqual([]);
  });

  it('shows those of a sink by topic and partition', async () => {
    const { run, sandbox } = await lines();
    sandbox.worker.seed([{ name: 'out', config: { 'connector.class': 'FileStreamSink', topics: 't' } }]);
    const entry = (kafka_partition: number, kafka_offset: number) => ({
      partition: { kafka_topic: 't', kafka_partition },
      offset: { kafka_offset },
    });
    sandbox.worker.setOffsets('out', [entry(10, 5), entry(2, 12)]);
    const { stdout } = await run(['offsets', 'out']);
    expect(stdout).toContain('  TOPIC  PARTITION  OFFSET\n  t      2          12\n  t      10         5\n');
  });

  it('does not show a secret that a plugin wrote into a partition', async () => {
    const { run, sandbox } = await lines();
    sandbox.worker.setOffsets('lines', [
      { partition: { ns: 'mongodb://me:Sesame7431@db/x' }, offset: { n: 1 } },
    ]);
    const shown = [await run(['offsets', 'lines']), await run(['offsets', 'lines', '-f', 'json'])];
    expect(shown.map(({ stdout }) => stdout).join('')).not.toContain('Sesame7431');
    expect(shown[0]?.stdout).toContain('(sensitive)@db/x');
  });

  it.each([
    ['3.4', [], 'cannot report offsets', '3.5'],
    ['2.8', ['--reset', '--yes'], 'cannot change offsets', '3.6'],
  ] as const)('on %s with %j reports the required version', async (connectVersion, args, what, since) => {
    const { run } = await lines('running', { connectVersion });
    const { stderr, exitCode } = await run(['offsets', 'lines', ...args]);
    expect(stderr).toContain(what);
    expect(stderr).toContain(`this requires Kafka Connect ${since} or later`);
    expect(exitCode).toBe(1);
  });
});

describe('offsets --set and --reset', () => {
  it('refuse a connector that is not stopped, and write nothing', async () => {
    const { run, writes } = await lines();
    const { stderr, exitCode } = await run(['offsets', 'lines', '--reset', '--yes']);
    expect(stderr).toContain('lines is RUNNING');
    expect(stderr).toContain('--stop');
    expect(exitCode).toBe(1);
    expect(writes()).toEqual([]);
  });

  it('change a connector that is stopped, and leave it so', async () => {
    const { run, folder, writes, offsets } = await lines('stopped');
    folder.write('offsets.json', JSON.stringify({ offsets: [at(3)] }));
    const set = await run(['offsets', 'lines', '--set', 'offsets.json', '--yes']);
    expect(set.stderr).toContain('{"filename":"/in"}  {"position":7} -> {"position":3}');
    expect(set.stderr).toContain('it is stopped and stays so');
    expect(set.stdout).toContain('STOPPED');
    expect(set.exitCode).toBe(0);
    expect(await offsets()).toEqual([at(3)]);
    expect((await run(['offsets', 'lines', '--reset', '--yes'])).exitCode).toBe(0);
    expect(await offsets()).toEqual([]);
    const again = await run(['offsets', 'lines', '--reset', '--yes']);
    expect(again.stderr).toContain('no change: lines already has these offsets');
    expect(again.exitCode).toBe(0);
    expect(writes()).toEqual(['PATCH /connectors/lines/offsets', 'DELETE /connectors/lines/offsets']);
  });

  it.each(['running', 'paused'] as const)(
    'stop a connector that is %s around it with --stop',
    async (state) => {
      const { run, sandbox, writes, offsets } = await lines(state);
      const { stdout, stderr, exitCode } = await run(['offsets', 'lines', '--reset', '--stop', '--yes']);
      expect(exitCode, stderr).toBe(0);
      expect(stderr).toContain(`stops it first and returns it to ${state} afterwards`);
      expect(await offsets()).toEqual([]);
      expect(writes()).toEqual([
        'PUT /connectors/lines/stop',
        'DELETE /connectors/lines/offsets',
        state === 'paused' ? 'PUT /connectors/lines/pause' : 'PUT /connectors/lines/resume',
      ]);
      expect(sandbox.worker.targetState('lines')).toBe(state === 'paused' ? 'PAUSED' : 'STARTED');
      expect(stdout).toContain(state === 'paused' ? 'PAUSED' : 'RUNNING');
    },
  );

  it('ask, and write nothing without a yes', async () => {
    const { run, writes } = await lines('stopped');
    const refused = await run(['offsets', 'lines', '--reset'], { answers: [''] });
    expect(refused.stderr).toMatch(
      /Reset these offsets of lines on \S+\? \[y\/N\] Cancelled: no changes made/,
    );
    expect(refused.exitCode).toBe(1);
    expect((await run(['offsets', 'lines', '--reset'])).exitCode).toBe(64);
    expect(writes()).toEqual([]);
  });

  it('bring the connector back where the worker refuses', async () => {
    const { run, sandbox, folder, writes } = await lines();
    folder.write(
      'offsets.json',
      JSON.stringify({ offsets: [{ partition: { other: 1 }, offset: { position: 1 } }] }),
    );
    const { stderr, exitCode } = await run(['offsets', 'lines', '--set', 'offsets.json', '--stop', '--yes']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('it is running again');
    expect(stderr).toContain("the worker says: Partition objects should contain the key 'filename'");
    expect(writes().at(-1)).toBe('PUT /connectors/lines/resume');
    expect(sandbox.worker.targetState('lines')).toBe('STARTED');
  });

  it.each([
    ['java.lang.NoClassDefFoundError: com/example/Offsets', ' (a jar is missing on the worker)'],
    ['The value for the position key in the offset is expected to be a Long value', ''],
    ['Failed to alter consumer group offsets for connector lines', ''],
    ["The plugin doesn't support external modification of offsets", ''],
  ])(
    'say at once what the worker refuses, send it once and bring the connector back: %s',
    async (message, meaning) => {
      const { run, sandbox, writes } = await lines();
      const answer = { status: 500, body: JSON.stringify({ error_code: 500, message }) };
      sandbox.worker.inject({ method: 'DELETE', times: 9, effect: { kind: 'answer', answer } });
      const { stderr, exitCode } = await run(['offsets', 'lines', '--reset', '--stop', '--yes']);
      expect(exitCode).toBe(1);
      expect(stderr).toContain(`the worker says: ${message}${meaning}\n`);
      expect(stderr).toContain('it is running again');
      expect(writes()).toEqual([
        'PUT /connectors/lines/stop',
        'DELETE /connectors/lines/offsets',
        'PUT /connectors/lines/resume',
      ]);
    },
  );

  it('look instead of sending again where nobody knows what was done', async () => {
    const { run, sandbox, writes, offsets } = await lines('stopped');
    sandbox.worker.inject({ method: 'DELETE', effect: { kind: 'reset-after' } });
    const { exitCode, stderr } = await run(['offsets', 'lines', '--reset', '--yes']);
    expect(exitCode, stderr).toBe(0);
    expect(await offsets()).toEqual([]);
    expect(writes()).toEqual(['DELETE /connectors/lines/offsets']);
  });

  it('keep every digit, from what -f json printed and from a backup', async () => {
    const { run, sandbox, folder } = await lines('stopped');
    const raw = '{"offsets":[{"partition":{"filename":"/in"},"offset":{"position":9223372036854775807}}]}';
    folder.write('exact.json', raw);
    expect((await run(['offsets', 'lines', '--set', 'exact.json', '--yes'])).exitCode).toBe(0);
    const read = async () => (await fetch(`${sandbox.url}/connectors/lines/offsets`)).text();
    expect(await read()).toBe(raw);
    const printed = (await run(['offsets', 'lines', '-f', 'json'])).stdout;
    expect(printed).toContain('"position": 9223372036854775807');
    folder.write('printed.json', printed);
    folder.write(
      'backup.json',
      `{"format":"connect-sync/backup","connector":{"name":"lines"},"offsets":${raw.replace('807', '806')}}`,
    );
    expect((await run(['offsets', 'lines', '--set', 'backup.json', '--yes'])).exitCode).toBe(0);
    expect(await read()).toBe(raw.replace('807', '806'));
    expect((await run(['offsets', 'lines', '--set', 'printed.json', '--yes'])).exitCode).toBe(0);
    expect(await read()).toBe(raw);
  });

  it.each([
    ['nothing.json', undefined, 'cannot be read'],
    ['a.json', '{', 'it is not JSON'],
    ['a.json', '[]', 'no list "offsets"'],
    ['a.json', '{"offsets":[]}', 'contains no offsets'],
    ['a.json', '{"offsets":[{"offset":{}}]}', 'offsets[0] has no object "partition"'],
    ['a.json', '{"offsets":[{"partition":{},"offset":7}]}', 'offsets[0].offset is neither'],
    ['a.json', '{"offsets":[{"partition":{"url":"a:(sensitive)@b"},"offset":{}}]}', 'masked secret'],
    ['a.json', '{"offsets":[{"partition":{"token":"••••"},"offset":{}}]}', 'masked secret'],
    ['a.json', '{"format":"connect-sync/backup","offsets":null,"noOffsetsReason":"too old"}', 'too old'],
  ])('refuse the file %s of %s', async (file, content, says) => {
    const { run, folder, writes } = await lines('stopped');
    if (content !== undefined) folder.write(file, content);
    const { stderr, exitCode } = await run(['offsets', 'lines', '--set', file, '--yes']);
    expect(stderr).toContain(says);
    expect(exitCode).toBe(29);
    expect(writes()).toEqual([]);
  });

  it('are for one connector, one way, and say what --stop is for', async () => {
    const { run, sandbox } = await lines('stopped');
    sandbox.worker.seed([{ name: 'others', config: source }]);
    expect((await run(['offsets', '*', '--reset', '--yes'])).exitCode).toBe(64);
    expect((await run(['offsets', 'lines', '--reset', '--set', 'x.json'])).exitCode).toBe(64);
    expect((await run(['offsets', 'lines', '--stop'])).exitCode).toBe(64);
  });

  it('bring the connector back when they are interrupted', async () => {
    const { run, sandbox, writes } = await lines();
    sandbox.worker.inject({
      method: 'DELETE',
      times: Number.POSITIVE_INFINITY,
      effect: {
        kind: 'answer',
        answer: { status: 409, body: '{"error_code":409,"message":"stale configuration"}' },
      },
    });
    const interruption = new AbortController();
    const changing = run(['offsets', 'lines', '--reset', '--stop', '--yes'], {
      interrupt: interruption.signal,
    });
    await eventually(async () => expect(writes()).toContain('DELETE /connectors/lines/offsets'));
    interruption.abort('SIGINT');
    const { exitCode } = await changing;
    expect(exitCode).toBe(130);
    expect(writes().at(-1)).toBe('PUT /connectors/lines/resume');
  });

  it('say that a protected connector is protected from something else', async () => {
    const { run, folder } = await lines('stopped');
    folder.write('connect-sync.yaml', 'version: 1\nownership: { protect: ["lines"] }\n');
    const { stderr } = await run(['offsets', 'lines', '--reset', '--yes']);
    expect(stderr).toContain('ownership.protect prevents its deletion, not this change');
  });
});
