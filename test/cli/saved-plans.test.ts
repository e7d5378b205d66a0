import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SavedPlan } from '../../src/model/saved-plan.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { realClock } from '../support/real-clock.ts';
import type { CliRun } from '../support/run-cli.ts';
import { withDigests } from '../support/saved-plan-of.ts';
import { type Tryout, tryout } from '../support/tryout.ts';
import { openTwoClusters } from '../support/two-clusters.ts';

const connector = (topic: string, more = '') =>
  `${more}config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: ${topic}\n`;
const live = (topic: string) => ({ 'connector.class': 'FileStreamSource', 'tasks.max': '1', topic });
const applying = ['--yes', '--stable-for', '1s'];

function read({ folder }: Pick<Tryout, 'folder'>, file = 'plan.json'): SavedPlan {
  return JSON.parse(readFileSync(path.join(folder.directory, file), 'utf8')) as SavedPlan;
}

/** Edits a saved plan and updates its digests. */
function edit({ folder }: Tryout, change: (plan: SavedPlan) => SavedPlan): void {
  const edited = withDigests(change(read({ folder })));
  writeFileSync(path.join(folder.directory, 'plan.json'), JSON.stringify(edited, null, 2));
}

/** A cluster with `b`, files that update it and create `a`, and the saved plan for that. */
async function planned(args: readonly string[] = []): Promise<Tryout & { readonly plan: CliRun }> {
  const world = await tryout({
    files: { 'connectors/a.yaml': connector('a'), 'connectors/b.yaml': connector('new') },
  });
  world.sandbox.worker.seed([{ name: 'b', config: live('old') }]);
  const plan = await world.run(['plan', '--out', 'plan.json', ...args]);
  expect(plan.exitCode, plan.stderr).toBe(0);
  return { ...world, plan };
}

const bothWrites = ['PUT /connectors/a/config', 'PUT /connectors/b/config'];

/** The text of a saved plan that was edited, with digests that match. */
function redone(text: string, change: (plan: SavedPlan) => SavedPlan): string {
  return JSON.stringify(withDigests(change(JSON.parse(text) as SavedPlan)), null, 2);
}

describe('plan --out', () => {
  it('saves the plan readable by the user alone, and prints the file and how to apply it', async () => {
    const world = await planned();
    const saved = read(world);
    expect(world.plan.stdout).toContain('To apply: connect-sync apply plan.json\n');
    expect(world.plan.stderr).toContain(`saved in plan.json, ${saved.digest}\n`);
    expect(saved).toMatchObject({ applicable: true, reason: null, seal: null, problems: [] });
    expect(readdirSync(world.folder.directory).sort()).toEqual(['connectors', 'plan.json']);
    const { mode } = statSync(path.join(world.folder.directory, 'plan.json'));
    if (process.platform !== 'win32') expect(mode & 0o777).toBe(0o600);
    expect(world.writes()).toEqual([]);
  });

  it('replaces an earlier plan or an empty file, and nothing else', async () => {
    const world = await planned();
    const again = (file: string) => world.run(['plan', '--out', file]);
    expect((await again('plan.json')).exitCode).toBe(0);
    world.folder.write('empty.json', '');
    expect((await again('empty.json')).exitCode).toBe(0);
    expect(read(world, 'empty.json').planDigest).toBe(read(world).planDigest);
    const before = world.sandbox.requests.length;
    for (const file of ['connectors/a.yaml', 'connectors', '.']) {
      const run = await again(file);
      expect([run.exitCode, run.stderr], file).toEqual([1, expect.stringContaining('is not overwritten')]);
    }
    expect(world.sandbox.requests.length, 'no cluster is contacted').toBe(before);
    const nowhere = await again('no/such/folder/plan.json');
    expect([nowhere.exitCode, nowhere.stderr]).toEqual([1, expect.stringContaining('no such folder')]);
    expect((await again('')).exitCode).toBe(64);
  });

  it('saves a refused plan, and says that it cannot be applied', async () => {
    const world = await tryout({
      files: {
        'connect-sync.yaml': 'version: 1\nownership: { protect: ["a"] }\n',
        'connectors/a.yaml': 'state: absent\n',
      },
    });
    world.sandbox.worker.seed([{ name: 'a', config: live('a') }]);
    const plan = await world.run(['plan', '--out', 'plan.json']);
    expect([plan.exitCode, plan.stderr]).toEqual([
      22,
      expect.stringContaining('can be shown but not applied'),
    ]);
    expect(read(world)).toMatchObject({ applicable: false, reason: 'refused' });
    const apply = await world.run(['apply', 'plan.json', ...applying]);
    expect(apply.exitCode).toBe(21);
    expect(apply.stderr).toContain('this plan can be shown but not applied: it was refused');
    expect((await world.run(['plan', '--show', 'plan.json'])).exitCode).toBe(0);
    edit(world, (saved) => ({ ...saved, applicable: true, reason: null }));
    const forced = await world.run(['apply', 'plan.json', ...applying]);
    expect([forced.exitCode, world.writes()], 'the refusal inside counts').toEqual([21, []]);
    const shown = await world.run(['plan', '--show', 'plan.json']);
    expect(shown.stderr).toContain('it cannot be applied: it was refused');
    edit(world, (saved) => ({
      ...saved,
      clusters: saved.clusters.map((one) => ({ ...one, plan: { ...one.plan, refusals: [] } })),
    }));
    const without = await world.run(['apply', 'plan.json', ...applying]);
    expect([without.exitCode, world.writes()], 'the safety check does not trust the file').toEqual([22, []]);
  });

  it('saves the problems if the files have errors', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': 'config: 7\n' } });
    const plan = await world.run(['plan', '--out', 'plan.json']);
    expect(plan.exitCode).toBe(29);
    expect(read(world)).toMatchObject({ reason: 'invalid', clusters: [] });
    const shown = await world.run(['plan', '--show', 'plan.json', '-f', 'markdown']);
    expect([shown.exitCode, shown.stdout]).toEqual([0, expect.stringContaining('## Stopped by errors')]);
    expect((await world.run(['apply', 'plan.json', ...applying])).exitCode).toBe(21);
  });
});

describe('plan --show', () => {
  it('shows a saved plan as plan did, in every format, without contacting a cluster', async () => {
    const world = await planned();
    const formats = ['text', 'diff', 'json-patch', 'json', 'markdown', 'github'];
    const plans = await Promise.all(formats.map((format) => world.run(['plan', '-f', format])));
    const before = world.sandbox.requests.length;
    for (const [index, format] of formats.entries()) {
      const shown = await world.run(['plan', '--show', 'plan.json', '-f', format]);
      expect(shown.exitCode, shown.stderr).toBe(0);
      const asPlan = shown.stdout.replaceAll(
        'connect-sync apply plan.json',
        `connect-sync apply --cluster ${world.sandbox.url}`,
      );
      expect(asPlan).toBe(plans[index]?.stdout);
    }
    expect(world.sandbox.requests.length).toBe(before);
  });

  it('shows a plan that is too old to apply, and says so', async () => {
    const world = await planned();
    edit(world, (saved) => ({ ...saved, createdAt: '2020-01-01T00:00:00.000Z' }));
    const shown = await world.run(['plan', '--show', 'plan.json']);
    expect([shown.exitCode, shown.stdout]).toEqual([0, expect.stringContaining('Plan: 1 create, 1 update')]);
    expect(shown.stderr).toContain('more than 24 h ago');
  });

  it('is a usage error together with options of a new plan', async () => {
    const { run } = await planned();
    for (const more of [['--prune'], ['--out', 'x.json'], ['connectors/a.yaml'], ['--no-validate']]) {
      expect((await run(['plan', '--show', 'plan.json', ...more])).exitCode, more.join()).toBe(64);
    }
  });
});

describe('apply PLAN', () => {
  it('applies the plan, and changes nothing when it is applied again', async () => {
    const { run, writes } = await planned();
    const apply = await run(['apply', 'plan.json', ...applying]);
    expect([apply.exitCode, apply.stdout]).toEqual([0, expect.stringContaining('2 planned: 2 applied.')]);
    expect([...writes()].sort()).toEqual(bothWrites);
    const again = await run(['apply', 'plan.json']);
    expect([again.exitCode, again.stdout]).toEqual([0, expect.stringContaining('2 planned: 2 unchanged.')]);
    expect(writes()).toHaveLength(2);
  });

  it('leaves alone and reports connectors that have changed on the cluster or in the files, and new ones', async () => {
    const world = await planned();
    world.folder.write('connectors/a.yaml', connector('otherwise'));
    world.folder.write('connectors/c.yaml', connector('c'));
    const apply = await world.run(['apply', 'plan.json', ...applying]);
    expect(apply.stdout).toMatch(/a\s+stale: its file has changed: topic/);
    expect(apply.stdout).toMatch(/c\s+not in the saved plan: it would be created/);
    expect(apply.stdout).toContain('2 planned: 1 applied, 1 stale.');
    expect(apply.stdout).toMatch(/To review \(1 stale\): connect-sync plan --cluster/);
    expect([apply.exitCode, world.writes()]).toEqual([20, ['PUT /connectors/b/config']]);
    world.sandbox.worker.seed([{ name: 'b', config: live('by hand') }]);
    const again = await world.run(['apply', 'plan.json', ...applying]);
    expect(again.stdout).toMatch(/b\s+stale: it was changed after the plan was saved: topic/);
    expect(again.stdout, 'does not claim that there are no differences').not.toContain('No differences');
    expect([again.exitCode, world.writes().length]).toEqual([21, 1]);
  });

  it('is not blocked by a new connector that is invalid', async () => {
    const world = await planned();
    world.folder.write('connectors/c.yaml', connector('c').replace('FileStreamSource', 'no.such.Plugin'));
    const apply = await world.run(['apply', 'plan.json', ...applying]);
    expect(apply.exitCode, apply.stderr).toBe(0);
    expect([...world.writes()].sort()).toEqual(bothWrites);
  });

  it('deletes only what the plan deletes, although it was made with --prune', async () => {
    const world = await tryout({
      files: {
        'connect-sync.yaml': 'version: 1\nownership: { names: ["*"] }\n',
        ...Object.fromEntries(
          ['a', 'b', 'c', 'd'].map((name) => [`connectors/${name}.yaml`, connector('x')]),
        ),
      },
    });
    world.sandbox.worker.seed(['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, config: live('x') })));
    await world.run(['plan', '--prune', '--out', 'plan.json']);
    expect(read(world).clusters[0]?.plan.changes).toMatchObject([{ name: 'e', kind: 'delete' }]);
    world.sandbox.worker.seed([{ name: 'f', config: live('x') }]);
    const refused = await world.run(['apply', 'plan.json', ...applying]);
    expect(refused.exitCode, 'the limit of deletions applies to the new plan').toBe(22);
    world.folder.write('connectors/f.yaml', connector('y'));
    const apply = await world.run(['apply', 'plan.json', ...applying]);
    expect([apply.exitCode, world.writes()]).toEqual([0, ['DELETE /connectors/e']]);
  });

  it('keeps the order of the plan: a change that depends on a stale one is skipped', async () => {
    const world = await tryout({
      files: {
        'connectors/a.yaml': connector('a'),
        'connectors/b.yaml': connector('b', 'dependsOn: [a]\n'),
        'connectors/c.yaml': connector('c'),
      },
    });
    await world.run(['plan', '--out', 'plan.json']);
    world.sandbox.worker.seed([{ name: 'a', config: live('by hand') }]);
    const apply = await world.run(['apply', 'plan.json', ...applying]);
    expect(apply.stdout).toContain('3 planned: 1 applied, 1 skipped, 1 stale.');
    expect([apply.exitCode, world.writes()]).toEqual([20, ['PUT /connectors/c/config']]);
  });

  it('reports every change of the plan with -f json, and writes nothing with --expect-no-changes', async () => {
    const { run, writes } = await planned();
    const unexpected = await run(['apply', 'plan.json', '--expect-no-changes']);
    expect([unexpected.exitCode, writes()]).toEqual([2, []]);
    await run(['apply', 'plan.json', ...applying]);
    const json = await run(['apply', 'plan.json', '-f', 'json', '--expect-no-changes']);
    const report = JSON.parse(json.stdout.trim().split('\n').at(-1) ?? '');
    expect([json.exitCode, report.report.counts.unchanged]).toEqual([0, 2]);
  });

  it('makes the plan again with the same options', async () => {
    const { run, writes } = await planned(['--only', 'a']);
    const apply = await run(['apply', 'plan.json', ...applying]);
    expect(apply.stdout).toMatch(/b\s+not selected/);
    expect([apply.exitCode, writes()]).toEqual([0, ['PUT /connectors/a/config']]);
  });

  it('makes the plan again for the same FILE arguments', async () => {
    const { run, writes } = await planned(['connectors/b.yaml']);
    expect((await run(['apply', 'plan.json', ...applying])).exitCode).toBe(0);
    expect(writes()).toEqual(['PUT /connectors/b/config']);
  });

  it('requires the variables that the plan was made with', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': connector('${var.t}') } });
    await world.run(['plan', '--out', 'plan.json', '--var', 't=x']);
    const apply = ['apply', 'plan.json', ...applying];
    const without = await world.run(apply);
    expect([without.exitCode, without.stderr]).toEqual([64, expect.stringContaining('--var t=…')]);
    expect((await world.run([...apply, '--var', 't=y'])).exitCode, 'another desired value').toBe(21);
    expect((await world.run([...apply, '--var', 't=x'])).exitCode).toBe(0);
  });
});

describe('apply PLAN is refused and writes nothing', () => {
  const digestOf = (world: Tryout) => read(world).digest;
  const none = `sha256:${'0'.repeat(64)}`;

  it.each<[string, string[] | ((world: Tryout) => string[]), number, RegExp]>([
    ['together with a connector file', ['connectors/a.yaml'], 64, /cannot be combined with other files/],
    ['together with --prune', ['--prune'], 64, /--prune cannot be combined with a saved plan/],
    ['together with --only', ['--only', 'a'], 64, /--only cannot be combined/],
    ['together with --restart', ['--restart', 'failed'], 64, /--restart cannot be combined/],
    ['together with --no-validate', ['--no-validate'], 64, /--no-validate cannot be combined/],
    ['when it is too old', ['--max-age', '0s'], 21, /old, the maximum is/],
    ['for another cluster', ['--cluster', 'http://127.0.0.1:1'], 21, /, not for http:\/\/127\.0\.0\.1:1/],
    ['with an empty digest', ['--expect-digest', ''], 21, /--expect-digest is empty/],
    [
      'with half a digest',
      (world) => ['--expect-digest', digestOf(world).slice(0, 40)],
      21,
      /is not a digest/,
    ],
    ['with another digest', ['--expect-digest', none], 21, /the digest of this plan is/],
    [
      'with the digest of the plans alone',
      (world) => ['--expect-digest', read(world).planDigest],
      21,
      /is the digest of the plans alone/,
    ],
    ['if nobody can confirm', [], 64, /this is not a terminal/],
  ])('%s', async (_, args, exitCode, says) => {
    const world = await planned();
    const more = typeof args === 'function' ? args(world) : args;
    const yes = exitCode === 64 && more.length === 0 ? [] : applying;
    const apply = await world.run(['apply', 'plan.json', ...more, ...yes]);
    expect(apply.stderr).toMatch(says);
    expect([apply.exitCode, world.writes()]).toEqual([exitCode, []]);
  });

  it.each<[string, (text: string) => string, number, RegExp]>([
    ['a truncated file', (text) => text.slice(0, 900), 29, /plan\.json:\d+:\d+/],
    [
      'another version of the format',
      (text) => text.replace('"version": 1', '"version": 2'),
      29,
      /reads version 1 only/,
    ],
    [
      'an additional key',
      (text) => text.replace('"seal"', '"x": 1, "seal"'),
      29,
      /which a saved plan does not have/,
    ],
    ['another value', (text) => text.replaceAll('"new"', '"evil"'), 21, /was changed after it was saved/],
    [
      'another digest',
      (text) =>
        text.replace(/("digest": "sha256:)(.)/, (_, start, digit) => `${start}${digit === '0' ? '1' : '0'}`),
      21,
      /was changed after it was saved/,
    ],
    [
      'a creation time in the future',
      (text) => redone(text, (saved) => ({ ...saved, createdAt: saved.createdAt.replace('20', '29') })),
      21,
      /in the future/,
    ],
    [
      'a creation time that no calendar has',
      (text) => redone(text, (saved) => ({ ...saved, createdAt: saved.createdAt.replace(/T\d\d/, 'T99') })),
      21,
      /which does not exist/,
    ],
    [
      'a change that it contains twice',
      (text) =>
        redone(text, (saved) => ({
          ...saved,
          clusters: saved.clusters.map((one) => ({
            ...one,
            plan: { ...one.plan, changes: [...one.plan.changes, ...one.plan.changes] },
          })),
        })),
      21,
      /contains a twice/,
    ],
    [
      'a cluster that it contains twice',
      (text) => redone(text, (saved) => ({ ...saved, clusters: [...saved.clusters, ...saved.clusters] })),
      21,
      /contains http:\S+ twice/,
    ],
    [
      'no cluster',
      (text) => redone(text, (saved) => ({ ...saved, clusters: [] })),
      21,
      /a cluster could not be read/,
    ],
    [
      'a repeated key',
      (text) => text.replace('"topic": "a"', '"topic": "a", "topic": "a"'),
      29,
      /duplicate key "topic"\n {2}--> plan\.json:\d+:\d+/,
    ],
    ['output of plan -f json', () => '{"format":"connect-sync/plans"}', 29, /save one with plan --out FILE/],
    [
      'a backup',
      () => '{"format":"connect-sync/backup"}',
      29,
      /not a saved plan: "format" is "connect-sync\/backup"/,
    ],
  ])('for %s', async (_, change, exitCode, says) => {
    const world = await planned();
    const file = path.join(world.folder.directory, 'plan.json');
    const text = readFileSync(file, 'utf8');
    const changed = change(text);
    expect(changed).not.toBe(text);
    writeFileSync(file, changed);
    const apply = await world.run(['apply', 'plan.json', ...applying]);
    expect(apply.stderr).toMatch(says);
    expect([apply.exitCode, world.writes()]).toEqual([exitCode, []]);
  });

  it('if the URL leads to another Kafka cluster', async () => {
    const world = await planned();
    const port = Number(new URL(world.sandbox.url).port);
    await world.sandbox.close();
    const other = await startSandbox({
      port,
      connectVersion: '4.3',
      anyClass: false,
      clock: realClock(),
      pace: 0.1,
      kafkaClusterId: 'another-cluster',
    });
    onTestFinished(() => other.close());
    const apply = await world.run(['apply', 'plan.json', ...applying]);
    expect(apply.stderr).toMatch(/was made for Kafka cluster \S+, but \S+ is another-cluster/);
    expect([apply.exitCode, other.requests.every(({ method }) => method === 'GET')]).toEqual([21, true]);
  });

  it('if the project declares another Kafka cluster than that of the plan', async () => {
    const world = await planned();
    const project = (more: string) =>
      world.folder.write(
        'connect-sync.yaml',
        `version: 1\nclusters: { prod: { url: "${world.sandbox.url}"${more} } }\n`,
      );
    project('');
    const here = { environment: { CONNECT_SYNC_CLUSTER: '' } };
    await world.run(['plan', '--out', 'plan.json'], here);
    project(', kafkaClusterId: another');
    const apply = await world.run(['apply', 'plan.json', ...applying], here);
    expect(apply.stderr).toMatch(/the project declares Kafka cluster another/);
    expect([apply.exitCode, world.writes()]).toEqual([21, []]);
  });

  it('if the cluster has another URL', async () => {
    const world = await planned();
    const project = (url: string) =>
      world.folder.write('connect-sync.yaml', `version: 1\nclusters: { prod: { url: "${url}" } }\n`);
    project(world.sandbox.url);
    const here = { environment: { CONNECT_SYNC_CLUSTER: '' } };
    await world.run(['plan', '--out', 'plan.json'], here);
    project('http://127.0.0.1:1');
    const apply = await world.run(['apply', 'plan.json', ...applying], here);
    expect([apply.exitCode, apply.stderr]).toEqual([21, expect.stringContaining('the plan was made at')]);
    expect(world.writes()).toEqual([]);
  });
});

describe('--expect-digest without a saved plan', () => {
  it('applies the plan with this digest, and no other', async () => {
    const world = await planned();
    const { planDigest: digest } = read(world);
    world.folder.write('connectors/b.yaml', connector('newer'));
    const other = await world.run(['apply', '--expect-digest', digest, ...applying]);
    expect([other.exitCode, world.writes()]).toEqual([21, []]);
    expect(other.stderr).toContain('which is not the expected one');
    world.folder.write('connectors/b.yaml', connector('new'));
    const same = await world.run(['apply', '--expect-digest', digest, ...applying]);
    expect(same.exitCode, same.stderr).toBe(0);
    expect([...world.writes()].sort()).toEqual(bothWrites);
  });

  it.each(['', 'sha256:', 'md5:00', ' '])('rejects %j', async (digest) => {
    const world = await planned();
    const apply = await world.run(['apply', `--expect-digest=${digest}`, ...applying]);
    expect([apply.exitCode, world.writes()]).toEqual([21, []]);
  });
});

describe('a plan of several clusters', () => {
  async function twoClusters(west?: string) {
    const world = await openTwoClusters({ file: connector('lines'), west });
    const plan = await world.run(['plan', '--all-clusters', '--out', 'plan.json']);
    return { ...world, plan };
  }

  it('is applied to all of them, or to those selected with --cluster', async () => {
    const { run, sandbox, other } = await twoClusters();
    const east = await run(['apply', 'plan.json', '--cluster', 'east', ...applying]);
    expect(east.exitCode, east.stderr).toBe(0);
    expect([sandbox.worker.config('a'), other.worker.config('a')]).toEqual([expect.anything(), undefined]);
    const all = await run(['apply', 'plan.json', ...applying]);
    expect(all.exitCode, all.stderr).toBe(0);
    expect(other.worker.config('a')).toMatchObject({ topic: 'lines' });
  });

  it('has one digest for all, also without a saved plan', async () => {
    const world = await twoClusters();
    const { planDigest: digest, clusters } = read(world);
    expect(clusters.map((one) => one.digest)).not.toContain(digest);
    const one = await world.run(['apply', '--cluster', 'east', '--expect-digest', digest, ...applying]);
    expect([one.exitCode, world.writes()]).toEqual([21, []]);
    const both = await world.run(['apply', '--all-clusters', '--expect-digest', digest, ...applying]);
    expect(both.exitCode, both.stderr).toBe(0);
  });

  it('can be shown but not applied if one could not be read', async () => {
    const world = await twoClusters('http://127.0.0.1:1');
    expect(world.plan.exitCode).toBe(28);
    expect(read(world)).toMatchObject({ applicable: false, reason: 'unread', clusters: [{ label: 'east' }] });
    const shown = await world.run(['plan', '--show', 'plan.json', '-f', 'json']);
    expect(JSON.parse(shown.stdout)).toMatchObject({ complete: false, clusters: [{ complete: true }] });
    expect((await world.run(['plan', '--show', 'plan.json', '-f', 'diff'])).exitCode).toBe(21);
    for (const more of [[], ['--cluster', 'east']]) {
      const apply = await world.run(['apply', 'plan.json', ...more, ...applying]);
      expect([apply.exitCode, world.writes()], apply.stderr).toEqual([21, []]);
    }
    const unverified = ['apply', '--all-clusters', '--expect-digest', read(world).digest, ...applying];
    expect((await world.run(unverified)).exitCode, 'an unread cluster cannot be compared').toBe(28);
    expect(world.writes()).toEqual([]);
    expect(existsSync(path.join(world.folder.directory, '.connect-sync'))).toBe(false);
  });
});

describe('applying a plan again that deleted a connector', () => {
  /** A plan that deletes `a` and, with `--prune`, `b`; `z` stays. */
  async function deleting(args: readonly string[] = []) {
    const world = await tryout({
      files: {
        'connect-sync.yaml': 'version: 1\nownership: { names: ["*"] }\n',
        'connectors/a.yaml': 'state: absent\n',
        'connectors/z.yaml': connector('z'),
      },
    });
    const seed = () =>
      world.sandbox.worker.seed(['a', 'b', 'z'].map((name) => ({ name, config: live(name) })));
    seed();
    const plan = () =>
      world.run(['plan', '--prune', '--allow-deletes', '2', '--out', 'plan.json', ...args], { speed: 1 });
    expect((await plan()).exitCode).toBe(0);
    // A clock that runs faster would make a later plan older than the deletions before it.
    const apply = () => world.run(['apply', 'plan.json', '--yes', '--no-wait'], { speed: 1 });
    return { ...world, seed, plan, apply };
  }

  it('does not delete one that was created since with the same configuration', async () => {
    const world = await deleting();
    expect((await world.apply()).exitCode).toBe(0);
    expect([...world.writes()].sort()).toEqual(['DELETE /connectors/a', 'DELETE /connectors/b']);
    const nothing = await world.apply();
    expect([nothing.exitCode, nothing.stdout]).toEqual([0, expect.stringContaining('2 unchanged')]);
    world.seed();
    const again = await world.apply();
    expect(again.stdout).toMatch(
      /a\s+stale: a saved plan deleted it at 20\S+Z, so it was created again since/,
    );
    expect([again.exitCode, world.writes().length]).toEqual([21, 2]);
    await world.plan();
    expect((await world.apply()).exitCode, 'a plan made now deletes it').toBe(0);
    expect(world.writes().length).toBe(4);
  });

  it('does not delete one that another plan deleted after this one was made', async () => {
    const world = await deleting();
    const first = readFileSync(path.join(world.folder.directory, 'plan.json'), 'utf8');
    await world.plan();
    expect((await world.apply()).exitCode).toBe(0);
    world.seed();
    world.folder.write('plan.json', first);
    expect((await world.apply()).exitCode).toBe(21);
    expect(world.writes().length).toBe(2);
  });

  it('deletes what the worker refused to delete before', async () => {
    const world = await deleting();
    const answer = { status: 400, body: '{"error_code":400,"message":"not now"}' };
    world.sandbox.worker.inject({
      method: 'DELETE',
      path: '/connectors/a',
      effect: { kind: 'answer', answer: { ...answer, contentType: 'application/json' } },
    });
    const first = await world.apply();
    expect(first.exitCode, first.stdout).toBe(20);
    const again = await world.apply();
    expect([again.exitCode, again.stdout]).toEqual([0, expect.stringContaining('1 applied, 1 unchanged')]);
  });

  it('does not delete a connector whose deletion had an unknown outcome', async () => {
    const world = await deleting();
    world.sandbox.worker.inject({
      method: 'DELETE',
      path: '/connectors/a',
      effect: { kind: 'reset-before' },
    });
    const first = await world.run(['apply', 'plan.json', ...applying]);
    expect(first.stdout).toMatch(/1 unknown/);
    const again = await world.apply();
    expect(again.stdout).toMatch(/a\s+stale: an earlier run may have deleted it at 20\S+Z/);
    expect(world.sandbox.worker.config('a')).toMatchObject({ topic: 'a' });
  });

  it('is refused before anything is written if the deletions cannot be recorded', async () => {
    const world = await deleting();
    world.folder.write('.connect-sync/saved-plans', 'a file in the way');
    const run = await world.run(['apply', 'plan.json', '--backup', 'none', ...applying]);
    expect([run.exitCode, run.stderr]).toEqual([1, expect.stringContaining('error[deletions-')]);
    expect(world.writes()).toEqual([]);
  });

  it('records nothing for a plan that deletes nothing', async () => {
    const world = await planned();
    await world.run(['apply', 'plan.json', ...applying]);
    expect(existsSync(path.join(world.folder.directory, '.connect-sync/saved-plans'))).toBe(false);
  });
});
