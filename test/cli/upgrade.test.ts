import { describe, expect, it, onTestFinished } from 'vitest';
import type { UpgradeView } from '../../src/model/upgrade-view.ts';
import { startGateway } from '../support/gateway.ts';
import { changesCluster } from '../support/tryout.ts';
import { probe, type UpgradeWorld, upgradeWorld } from '../support/upgrade-world.ts';

const sink = { 'connector.class': 'FileStreamSink', file: '/tmp/out' };
const connector = (name: string, config: Readonly<Record<string, string>>) => ({ name, config });
const fine = connector('fine', { ...sink, topics: 'orders' });

/** The view of a rehearsal. */
async function rehearse(world: UpgradeWorld, ...args: string[]) {
  const run = await world.run(['upgrade', '--cluster', 'prod', '--to', 'next', '-f', 'json', ...args]);
  const view = JSON.parse(run.stdout) as UpgradeView;
  const about = (name: string) =>
    view.findings
      .filter(({ connectors }) => connectors.some((one) => one.name === name))
      .map(({ level, message }) => `${level}: ${message}`);
  return { ...run, view, about };
}

describe('upgrade', () => {
  it('finds nothing for connectors that run on as they are, and exits with 0', async () => {
    const world = await upgradeWorld({ connectors: [fine] });
    const { view, exitCode } = await rehearse(world);
    expect(view).toMatchObject({
      from: { name: 'prod', kind: 'cluster' },
      to: { name: 'next', kind: 'cluster' },
      direction: 'upgrade',
      connectors: 1,
      counts: { fine: 1 },
      findings: [],
      unchecked: [],
    });
    expect(exitCode).toBe(0);
  });

  it('names what fails, is refused, changes and is deprecated, the worst first, on the lines of the files', async () => {
    const world = await upgradeWorld({
      files: {
        'connectors/gap.yaml':
          'config:\n  connector.class: FileStreamSink\n  file: /tmp/out\n  topics: t,,u\n',
        'connectors/old.yaml': `config:\n  connector.class: ${probe}\n  region: eu\n  retired.key: x\n  old.name: y\n`,
      },
      connectors: [
        fine,
        connector('gap', { ...sink, topics: 't,,u' }),
        connector('twice', { ...sink, topics: 't,t' }),
        connector('gone', { 'connector.class': 'com.example.RetiredSourceConnector' }),
        connector('bare', { 'connector.class': probe }),
        connector('typed', { 'connector.class': probe, region: 'eu', 'batch.size': 'many' }),
        connector('old', { 'connector.class': probe, region: 'eu', 'retired.key': 'x', 'old.name': 'y' }),
      ],
    });
    const { view, about, exitCode } = await rehearse(world);
    expect(exitCode).toBe(2);
    expect(view.counts).toEqual({ fails: 2, refused: 3, changes: 1, deprecated: 0, fine: 1 });
    expect(view.findings.map(({ level }) => level)).toEqual(
      [...view.findings.map(({ level }) => level)].sort(
        (one, other) => order.indexOf(one) - order.indexOf(other),
      ),
    );
    expect(about('gap')).toEqual([
      'fails: topics has an empty name in its list: the connector is FAILED from 4.2 on',
    ]);
    expect(about('twice')).toEqual([
      'refused: topics has a name twice: the connector keeps running, but 4.2 and later refuse every change of it',
    ]);
    expect(about('gone')).toEqual(['fails: the class com.example.RetiredSourceConnector is not installed']);
    expect(about('bare')).toContain(
      'refused: Missing required configuration "region" which has no default value.',
    );
    expect(about('typed')).toEqual([
      'refused: Invalid value many for configuration batch.size: Not a number of type INT',
    ]);
    expect(about('old')).toEqual([
      'changes: the default of batch.size of ProbeSourceConnector 2.0.0 changes from "10" to "500"',
      'changes: ProbeSourceConnector 2.0.0 does not know retired.key: the setting has no effect there',
      'deprecated: old.name is deprecated in ProbeSourceConnector 2.0.0',
    ]);
    const placeOf = (name: string, kind: string) =>
      view.findings
        .filter((finding) => finding.kind === kind)
        .flatMap(({ connectors }) => connectors)
        .find((one) => one.name === name);
    expect(placeOf('gap', 'worker')).toMatchObject({ file: 'connectors/gap.yaml', line: 4 });
    expect(placeOf('old', 'key-removed')).toMatchObject({ file: 'connectors/old.yaml', line: 4 });
    expect(placeOf('old', 'key-default')).toMatchObject({ file: 'connectors/old.yaml', line: 2 });
    expect(placeOf('gone', 'class-missing')).toMatchObject({ file: null, line: null });
    expect(view.plugins).toEqual([{ class: probe, from: '1.0.0', to: '2.0.0' }]);
    expect(view.notes.map(({ release }) => release)).toContain('4.0');
  });

  it('changes nothing on either side, and needs only reading rights on the source', async () => {
    const world = await upgradeWorld({ connectors: [fine, connector('gap', { ...sink, topics: 't,' })] });
    world.sandbox.worker.inject({ method: 'PUT', times: Infinity, effect: forbidden });
    const { exitCode } = await rehearse(world);
    expect(exitCode).toBe(2);
    for (const { requests } of [world.sandbox, world.next])
      expect(requests.filter(changesCluster)).toEqual([]);
    const paths = world.next.requests.filter(({ method }) => method === 'PUT').map(({ path }) => path);
    expect(new Set(paths.map((path) => path.split('/').at(-1)))).toEqual(new Set(['validate']));
  });

  it('says it if a file declares another value, which may be the fix that is not applied', async () => {
    const world = await upgradeWorld({
      files: {
        'connectors/gap.yaml':
          'config:\n  connector.class: FileStreamSink\n  file: /tmp/out\n  topics: t,u\n',
      },
      connectors: [connector('gap', { ...sink, topics: 't,,u' })],
    });
    const { view } = await rehearse(world);
    expect(view.findings[0]?.connectors).toMatchObject([{ name: 'gap', line: 4, pending: true }]);
    for (const format of ['text', 'markdown'])
      expect((await world.run(['upgrade', '-c', 'prod', '--to', 'next', '-f', format])).stdout).toContain(
        ', changed there and not applied)',
      );
  });

  it('takes a URL, with and without its scheme, and a downgrade is reported as one', async () => {
    const world = await upgradeWorld({ from: '4.4', to: '3.9', connectors: [fine] });
    for (const to of [world.next.url, world.next.url.replace('http://', '')]) {
      const { stdout, exitCode } = await world.run(['upgrade', '-c', 'prod', '--to', to]);
      expect(stdout).toContain(
        `Rehearsal of the downgrade of prod (Kafka Connect 4.4.0) to ${world.next.url} (3.9.1)`,
      );
      expect(exitCode).toBe(0);
    }
  });

  it('finds transformations, predicates and converters that are missing, and names the nearest', async () => {
    const world = await upgradeWorld({
      connectors: [
        connector('smt', {
          ...sink,
          topics: 't',
          transforms: 'a',
          'transforms.a.type': 'org.apache.kafka.connect.transforms.InsertFeld$Value',
          'transforms.a.predicate': 'p',
          predicates: 'p',
          'predicates.p.type': 'com.example.Gone',
          'value.converter': 'com.example.AvroConverter',
        }),
      ],
    });
    const { view } = await rehearse(world);
    expect(view.findings.map(({ kind, message }) => `${kind}: ${message}`).sort()).toEqual([
      'class-missing: the converter com.example.AvroConverter is not installed',
      'class-missing: the predicate com.example.Gone is not installed',
      'class-missing: the transformation org.apache.kafka.connect.transforms.InsertFeld$Value is not installed',
    ]);
  });

  it('checks the versions that configurations ask for', async () => {
    const pinned = (name: string, version: string) =>
      connector(name, {
        'connector.class': probe,
        region: 'eu',
        'batch.size': '1',
        'connector.plugin.version': version,
      });
    const world = await upgradeWorld({
      connectors: [
        pinned('exact', '1.0.0'),
        pinned('range', '[1.0,2.0)'),
        pinned('wide', '[1.0,)'),
        pinned('odd', '[1'),
      ],
    });
    const { about } = await rehearse(world);
    expect(about('exact')).toEqual([
      `fails: connector.plugin.version 1.0.0 of ${probe} accepts no installed version (installed: 2.0.0)`,
    ]);
    expect(about('range')).toEqual([
      `fails: connector.plugin.version [1.0,2.0) of ${probe} accepts no installed version (installed: 2.0.0)`,
    ]);
    expect(about('odd')).toContain(
      `fails: connector.plugin.version [1 of ${probe} is neither a version nor a range (installed: 2.0.0)`,
    );
    expect(about('wide').filter((finding) => !finding.startsWith('changes'))).toEqual([]);
  });

  it('refuses the same cluster on both sides, several clusters, and a target that is nothing', async () => {
    const world = await upgradeWorld({ connectors: [fine] });
    const run = (...args: string[]) => world.run(['upgrade', ...args]);
    const same = await run('-c', 'prod', '--to', 'prod');
    expect(same.stderr).toContain('--to leads to prod itself');
    expect(same.exitCode).toBe(64);
    expect((await run('-c', 'prod', '--to', world.sandbox.url)).stderr).toContain(
      '--to leads to prod itself',
    );
    expect((await run('-c', 'prod', '-c', 'next', '--to', 'x')).stderr).toContain('on one cluster at a time');
    const nothing = await run('-c', 'prod', '--to', 'nxt');
    expect(nothing.stderr).toMatch(
      /--to nxt: no cluster of the project file, no URL, and no folder.*\n.*did you mean "next"/,
    );
    expect(nothing.exitCode).toBe(64);
    expect((await run('-c', 'prod')).stderr).toContain("required option '--to");
  });

  it('exits with 28 if one of the sides cannot be read', async () => {
    const world = await upgradeWorld({ connectors: [fine] });
    const away = await world.run(['upgrade', '-c', 'prod', '--to', 'http://127.0.0.1:1']);
    expect(away.stderr).toContain('http://127.0.0.1:1');
    expect(away.exitCode).toBe(28);
    world.sandbox.worker.inject({ path: /^\/connectors/, times: Infinity, effect: forbidden });
    expect((await world.run(['upgrade', '-c', 'prod', '--to', 'next'])).exitCode).toBe(28);
  });

  it('goes on if the target denies its plugins, or validation, and says what was not checked', async () => {
    const world = await upgradeWorld({ connectors: [fine, connector('gap', { ...sink, topics: 't,' })] });
    world.next.worker.inject({ path: /^\/connector-plugins/, times: Infinity, effect: forbidden });
    const { view, about, exitCode } = await rehearse(world);
    expect(about('gap')).toHaveLength(1);
    expect(view.unchecked.map(({ message }) => message)).toEqual([
      expect.stringContaining('missing classes, versions and changed keys were not checked'),
      'the credentials for next are not allowed to validate 2 connectors',
    ]);
    expect(exitCode).toBe(2);
  });

  it('names a class whose validation does not end, once, and checks the others', async () => {
    const slow = (name: string) =>
      connector(name, { 'connector.class': probe, region: 'eu', 'batch.size': '1' });
    const world = await upgradeWorld({
      connectors: [...['a', 'b', 'c'].map(slow), connector('gap', { ...sink, topics: 't,' })],
    });
    world.next.worker.inject({
      method: 'PUT',
      path: /Probe.*\/validate$/,
      times: Infinity,
      effect: { kind: 'stall' },
    });
    const { view, about } = await rehearse(world, '--timeout', '2s');
    expect(about('gap')).toHaveLength(1);
    const stuck = view.unchecked.filter(({ message }) => message.includes(`could not validate ${probe}`));
    expect(stuck.map(({ connectors }) => connectors)).toEqual([['a', 'b', 'c']]);
    const sent = world.next.requests.filter(({ method, path }) => method === 'PUT' && path.includes('Probe'));
    expect(sent.length).toBeLessThan(4);
  });

  it('does not send secrets in clear unless that is allowed, and masks them everywhere', async () => {
    const secret = 'hunter2-of-prod';
    const world = await upgradeWorld({
      connectors: [
        connector('open', {
          'connector.class': probe,
          region: 'eu',
          'batch.size': 'many',
          'probe.password': secret,
        }),
        connector('held', {
          'connector.class': probe,
          region: 'eu',
          'batch.size': 'many',
          'probe.password': '${file:/run/secrets:probe}',
        }),
      ],
    });
    const bodies: string[] = [];
    const gateway = await startGateway(world.next.url, ({ body }) => {
      bodies.push(body);
      return undefined;
    });
    onTestFinished(() => gateway.close());
    const kept = await rehearse(world, '--to', gateway.url);
    expect(bodies.join()).toContain('/run/secrets');
    expect(bodies.join()).not.toContain(secret);
    expect(kept.view.unchecked).toContainEqual({
      message: '1 connector with a secret in clear: not sent to the target, which did not validate them',
      hint: 'add --send-secrets if the target may know the secrets of the source',
      connectors: ['open'],
    });
    // Without the target, the definitions of both sides show that the value has the wrong type.
    expect(kept.about('open')).toContainEqual(
      'refused: batch.size of ProbeSourceConnector 2.0.0 is of type INT, today STRING',
    );
    expect(kept.about('held')).toContainEqual(
      'refused: Invalid value many for configuration batch.size: Not a number of type INT',
    );
    const sent = await rehearse(world, '--to', gateway.url, '--send-secrets');
    expect(bodies.join()).toContain(secret);
    expect(sent.view.unchecked).toEqual([]);
    for (const { stdout, stderr } of [kept, sent]) expect(stdout + stderr).not.toContain(secret);
  });

  it('does not take for a break what only the place of the target causes', async () => {
    const refers = { 'connector.class': probe, region: 'eu', 'probe.password': '${file:/run/secrets:probe}' };
    const world = await upgradeWorld({
      connectors: [
        connector('number', { ...refers, 'batch.size': '${file:/run/sizes:batch}' }),
        connector('masked', { ...refers, 'batch.size': '1', 'probe.password': '********' }),
      ],
    });
    const { view } = await rehearse(world);
    expect(view.findings.filter(({ level }) => level === 'fails' || level === 'refused')).toEqual([]);
    expect(view.unchecked.map(({ message, connectors }) => [message.slice(0, 60), connectors])).toEqual([
      ['1 connector with masked values that no file declares: the ta', ['masked']],
      ['next objects, which its network or its secrets may cause and', ['number']],
    ]);
  });

  it('reports a missing secret file of the target as not checked', async () => {
    const world = await upgradeWorld({
      connectors: [
        connector('held', {
          'connector.class': probe,
          region: 'eu',
          'batch.size': '1',
          'probe.password': '${file:/run/secrets:probe}',
        }),
      ],
    });
    world.next.worker.inject({
      method: 'PUT',
      path: /validate$/,
      times: Infinity,
      effect: {
        kind: 'answer',
        answer: {
          status: 500,
          contentType: 'application/json',
          body: '{"error_code":500,"message":"Could not read properties from file /run/secrets"}',
        },
      },
    });
    const { view } = await rehearse(world);
    expect(view.findings.filter(({ level }) => level === 'fails' || level === 'refused')).toEqual([]);
    expect(JSON.stringify(view.unchecked)).toContain('Could not read properties from file');
  });

  it.each(['2.8', '3.4'] as const)('reads a source of %s', async (from) => {
    const world = await upgradeWorld({
      from,
      connectors: [fine, connector('old', { 'connector.class': probe, region: 'eu', 'retired.key': 'x' })],
    });
    const { view, about } = await rehearse(world);
    expect(about('fine')).toEqual([]);
    expect(about('old')).toContain(
      'changes: ProbeSourceConnector 2.0.0 does not know retired.key: the setting has no effect there',
    );
    expect(view.unchecked.map(({ message }) => message)).toEqual(
      from === '2.8' ? [expect.stringContaining('lists connectors only')] : [],
    );
  });

  it('prints nothing but an error if it is interrupted', async () => {
    const world = await upgradeWorld({ connectors: [fine] });
    world.next.worker.inject({ method: 'PUT', times: Infinity, effect: { kind: 'stall' } });
    const interrupt = new AbortController();
    const running = world.run(['upgrade', '-c', 'prod', '--to', 'next'], { interrupt: interrupt.signal });
    while (!world.next.requests.some(({ method }) => method === 'PUT'))
      await new Promise((resolve) => setTimeout(resolve, 20));
    interrupt.abort();
    const { stdout, exitCode } = await running;
    expect(stdout).toBe('');
    expect(exitCode).toBe(130);
  });

  it('says it if the target looks like the source under another URL', async () => {
    const world = await upgradeWorld({ connectors: [fine] });
    const other = world.sandbox.url.replace('127.0.0.1', 'localhost');
    const { stdout } = await world.run(['upgrade', '-c', 'prod', '--to', other]);
    expect(stdout).toContain('looks like the cluster that is to be upgraded');
  });

  it('compares with a folder of snapshots, to which nothing is sent', async () => {
    const world = await upgradeWorld({
      connectors: [
        fine,
        connector('bare', { 'connector.class': probe }),
        connector('gone', { 'connector.class': 'com.example.RetiredSourceConnector' }),
      ],
    });
    for (const [file, text] of Object.entries(snapshots)) world.folder.write(file, text);
    const { stdout, exitCode } = await world.run(['upgrade', '-c', 'prod', '--to', 'new', '-f', 'json']);
    const view = JSON.parse(stdout) as UpgradeView;
    expect(view.to).toEqual({ name: 'new (next)', kind: 'snapshots', url: null, kafkaConnect: '4.4.0' });
    expect(view.findings.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      'fails: the class com.example.RetiredSourceConnector is not installed',
      'refused: ProbeSourceConnector 2.0.0 requires region, which is not set',
    ]);
    expect(view.unchecked.map(({ message }) => message)).toEqual([
      'new (next) holds files: no worker validated the connectors',
    ]);
    expect(exitCode).toBe(2);
    expect(world.next.requests).toEqual([]);
    world.folder.write(
      'new/clusters/third.json',
      snapshots['new/clusters/next.json'].replace('"next"', '"third"'),
    );
    const several = await world.run(['upgrade', '-c', 'prod', '--to', 'new']);
    expect(several.stderr).toContain('new describes 2 clusters: next, third');
    expect((await world.run(['upgrade', '-c', 'prod', '--to', 'new#third'])).exitCode).toBe(2);
    expect((await world.run(['upgrade', '-c', 'prod', '--to', 'new#fourth'])).exitCode).toBe(64);
  });

  it('shows one line for the same finding of hundreds of connectors', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `sink-${String(index).padStart(3, '0')}`);
    const world = await upgradeWorld({
      connectors: names.map((name) => connector(name, { ...sink, topics: 't,' })),
    });
    const { stdout } = await world.run(['upgrade', '-c', 'prod', '--to', 'next']);
    expect(stdout).toContain('300 connectors: 300 fail. Nothing was changed.');
    expect(stdout).toContain('sink-009 and 290 more\n');
    expect(stdout.length).toBeLessThan(6_000);
    const markdown = await world.run(['upgrade', '-c', 'prod', '--to', 'next', '-f', 'markdown']);
    expect(markdown.stdout).toContain('and 280 more');
    expect(markdown.stdout.length).toBeLessThan(8_000);
    const { view } = await rehearse(world, 'sink-00?');
    expect(view.findings[0]?.connectors).toHaveLength(10);
    expect(view.connectors).toBe(10);
  });
});

const forbidden = {
  kind: 'answer',
  answer: { status: 403, contentType: 'application/json', body: '{"error_code":403,"message":"Forbidden"}' },
} as const;

const snapshots = {
  'new/clusters/next.json': JSON.stringify({
    format: 'connect-sync/cluster-plugins',
    version: 1,
    cluster: 'next',
    kafkaConnect: '4.4.0',
    plugins: [
      { class: probe, type: 'source', versions: ['2.0.0'] },
      { class: 'org.apache.kafka.connect.file.FileStreamSinkConnector', type: 'sink', versions: ['4.4.0'] },
    ],
  }),
  [`new/${probe}@2.0.0.json`]: JSON.stringify({
    format: 'connect-sync/plugin-snapshot',
    version: 1,
    class: probe,
    type: 'source',
    pluginVersion: '2.0.0',
    keys: [
      { name: 'batch.size', type: 'STRING', default: '10' },
      { name: 'region', type: 'STRING', required: true },
    ],
  }),
  'new/org.apache.kafka.connect.file.FileStreamSinkConnector@4.4.0.json': JSON.stringify({
    format: 'connect-sync/plugin-snapshot',
    version: 1,
    class: 'org.apache.kafka.connect.file.FileStreamSinkConnector',
    type: 'sink',
    pluginVersion: '4.4.0',
    keys: [{ name: 'file', type: 'STRING' }],
  }),
} as const;

const order = ['fails', 'refused', 'changes', 'deprecated'];
