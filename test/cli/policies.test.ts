import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';
import { tryout } from '../support/tryout.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const sink = (more = '', labels = '') =>
  `${labels}config:\n  connector.class: FileStreamSink\n  topics: orders\n  file: /tmp/out\n${more}`;

const tasksMax = `name: few-tasks
match: { class: '*FileStream*' }
assert: int(connector.config.get('tasks.max', '1')) <= 2
message: tasks.max is {{ connector.config.get('tasks.max', '1') }}
`;

const noDeletes = `name: no-deletes
match: { change: delete }
assert: connector.labels.get('approved-by', '') != ''
message: the deletion of {{ connector.name }} needs x-approved-by
`;

const fewChanges = `name: few-changes
assert: plan.total <= 1
message: "{{ plan.total }} changes: {{ plan.names.join(', ') }}"
`;

describe('validate', () => {
  it('denies with exit 23 and shows each violation on the line of its value', async () => {
    const { directory } = projectFolder({
      'connectors/a.yaml': sink('  tasks.max: 5\n'),
      'connectors/b.yaml': sink('  tasks.max: 7\n'),
      'connectors/c.yaml': sink(),
      'policies/tasks.yaml': tasksMax,
    });
    const { exitCode, stderr } = await runCli(['validate'], { directory });
    expect(stderr).toContain(
      'error[policy-denied]: a: denied by the policy "few-tasks": tasks.max is 5\n  --> connectors/a.yaml:5:3',
    );
    expect(stderr).toContain('--> connectors/b.yaml:5:3');
    expect(stderr).toContain('policy policies/tasks.yaml:1:7');
    expect(stderr).not.toContain('c: denied');
    expect(exitCode).toBe(23);
  });

  it('reports policies as JSON, and invalid files win over policies', async () => {
    const { directory, write } = projectFolder({
      'connectors/a.yaml': sink('  tasks.max: 5\n'),
      'policies/tasks.yaml': tasksMax,
    });
    const { stdout, exitCode } = await runCli(['validate', '-f', 'json'], { directory });
    expect(JSON.parse(stdout).diagnostics).toMatchObject([
      { code: 'policy-denied', severity: 'error', source: { file: 'connectors/a.yaml', line: 5 } },
    ]);
    expect(exitCode).toBe(23);
    write('connectors/b.yaml', 'config: {topics: a}\nstate: walking\n');
    expect((await runCli(['validate'], { directory })).exitCode).toBe(29);
  });

  it('evaluates the policies of each cluster with its own values', async () => {
    const { directory } = projectFolder({
      'connect-sync.yaml':
        'version: 1\nclusters:\n  dev: {url: http://dev:8083}\n  prod: {url: http://prod:8083}\n' +
        'policy:\n  rules:\n    - name: prod-only\n      match: {cluster: prod}\n' +
        "      assert: connector.config.get('tasks.max', '1') == '1'\n",
      'connectors/a.yaml': `${sink()}overrides:\n  prod: {config: {tasks.max: 3}}\n  dev: {config: {tasks.max: 4}}\n`,
    });
    const { stderr } = await runCli(['validate'], { directory });
    expect(stderr.match(/policy-denied/g)).toHaveLength(1);
    expect(stderr).toContain('--> connectors/a.yaml:6:');
  });

  it('warns of a policy for a cluster whose name is nearly one of the project', async () => {
    const { directory } = projectFolder({
      'connect-sync.yaml': 'version: 1\nclusters: {prod: {url: http://prod:8083}}\n',
      'connectors/a.yaml': sink(),
      'policies/p.yaml': 'name: p\nmatch: {cluster: [prd, staging-of-others]}\nassert: "false"\n',
    });
    const { exitCode, stderr } = await runCli(['validate'], { directory });
    expect(stderr).toContain('warning[unknown-cluster]: the project file declares no cluster "prd"');
    expect(stderr).toContain('did you mean "prod"?');
    expect(stderr).not.toContain('staging-of-others');
    expect(exitCode).toBe(0);
  });

  it('a policy that cannot be evaluated denies', async () => {
    const { directory } = projectFolder({
      'connectors/a.yaml': sink(),
      'policies/p.yaml': "name: p\nassert: connector.config['tasks.max'] == '1'\n",
    });
    const { exitCode, stderr } = await runCli(['validate'], { directory });
    expect(stderr).toContain(
      'error[policy-not-evaluated]: a: the policy "p" cannot be evaluated, and so denies',
    );
    expect(exitCode).toBe(23);
  });

  it('a warning does not deny, and does with --strict', async () => {
    const { directory } = projectFolder({
      'connectors/a.yaml': sink('  tasks.max: 5\n'),
      'policies/tasks.yaml': `${tasksMax}severity: warn\n`,
    });
    const usual = await runCli(['validate'], { directory });
    expect(usual.stderr).toContain(
      'warning[policy-warning]: a: the policy "few-tasks" warns: tasks.max is 5',
    );
    expect(usual.exitCode).toBe(0);
    expect((await runCli(['validate', '--strict'], { directory })).exitCode).toBe(23);
  });

  it('labels come from defaults, profiles, the connector and its override, the strongest last', async () => {
    const { directory } = projectFolder({
      'connect-sync.yaml':
        'version: 1\nclusters: {dev: {url: http://dev:8083}}\ndefaults:\n  - x-owner: platform\n    x-tier: low\n' +
        'profiles:\n  p: {x-owner: team-p}\n',
      'connectors/a.yaml': sink(),
      'connectors/b.yaml': `extends: [p]\n${sink()}`,
      'connectors/c.yaml': `extends: [p]\nx-owner: own\n${sink()}`,
      'connectors/d.yaml': `x-owner: own\n${sink()}overrides: {dev: {x-owner: over, config: {}}}\n`,
      'policies/p.yaml':
        'name: p\nassert: "false"\nmessage: "{{ connector.name }} {{ connector.labels.owner }} {{ connector.labels.tier }}"\n',
    });
    const { stderr } = await runCli(['validate'], { directory });
    expect(stderr.match(/"p": .*/g)).toEqual([
      '"p": a platform low',
      '"p": b team-p low',
      '"p": c own low',
      '"p": d over low',
    ]);
  });
});

describe('exemptions', () => {
  const exempt = (until: string) =>
    `${tasksMax}exempt:\n  - names: [old-*]\n    reason: moves in winter\n    until: ${until}\n`;

  it('keep a connector from being denied until the last day is over', async () => {
    const { directory, write } = projectFolder({
      'connectors/old-a.yaml': sink('  tasks.max: 5\n'),
      'policies/tasks.yaml': exempt('2026-06-30'),
    });
    const at = (time: string) => ({ directory, clock: new VirtualClock({ start: Date.parse(time) }) });
    expect((await runCli(['validate'], at('2026-06-30T23:59:00Z'))).exitCode).toBe(0);
    const after = await runCli(['validate'], at('2026-07-01T00:01:00Z'));
    expect(after.stderr).toContain('hint: its exemption has expired on 2026-06-30');
    expect(after.stderr).toContain(
      'warning[expired-exemption]: the exemption of old-* from the policy "few-tasks" has expired on 2026-06-30\n  --> policies/tasks.yaml:8:12',
    );
    expect(after.exitCode).toBe(23);
    write('policies/tasks.yaml', exempt('2026-06-31'));
    const bad = await runCli(['validate'], { directory });
    expect(bad.stderr).toContain('error[invalid-exemption-date]: "2026-06-31" is no date');
    expect(bad.exitCode).toBe(29);
  });

  it('need a reason and an end', async () => {
    const { directory } = projectFolder({
      'connectors/a.yaml': sink(),
      'policies/p.yaml': `${tasksMax}exempt:\n  - names: [a]\n`,
    });
    const { stderr, exitCode } = await runCli(['validate'], { directory });
    expect(stderr).toContain('policies/p.yaml:6:5');
    expect(stderr.match(/error\[missing-key\]/g)).toHaveLength(2);
    expect(exitCode).toBe(29);
  });
});

describe('plan and apply', () => {
  it('deny with exit 23, all at once, and nothing is written', async () => {
    const { run, writes } = await tryout({
      files: {
        'connectors/a.yaml': sink('  tasks.max: 5\n'),
        'connectors/b.yaml': sink(),
        'policies/all.yaml': `${tasksMax}---\n${fewChanges}`,
      },
    });
    const planned = await run(['plan']);
    expect(planned.stderr).toContain('--> connectors/a.yaml:5:3');
    expect(planned.stderr).toMatch(/the plan of \S+: denied by the policy "few-changes": 2 changes: a, b/);
    expect(planned.stderr).toContain('--> policies/all.yaml:6:7');
    expect(planned.exitCode).toBe(23);
    const applied = await run(['apply', '--yes']);
    expect(applied.stderr).toContain('error[policy-denied]: a: denied by the policy "few-tasks"');
    expect(applied.exitCode).toBe(23);
    expect(writes()).toEqual([]);
  });

  it('deny in every format', async () => {
    const { run } = await tryout({
      files: { 'connectors/a.yaml': sink('  tasks.max: 5\n'), 'policies/all.yaml': tasksMax },
    });
    for (const format of ['text', 'diff', 'json', 'json-patch', 'markdown', 'github', 'gitlab']) {
      const { stdout, stderr, exitCode } = await run(['plan', '-f', format]);
      if (/Expected one of/.test(stderr)) continue;
      expect(stdout + stderr, format).toMatch(/denied by the policy \\?"few-tasks\\?"/);
      expect(exitCode, format).toBe(23);
    }
    const { stdout } = await run(['plan', '-f', 'github']);
    expect(stdout).toMatch(/^::error file=connectors\/a\.yaml,line=5,col=3,[^\n]*few-tasks/m);
  });

  it('see the labels of a declaration that deletes', async () => {
    const { run, folder, writes } = await tryout({ files: { 'connectors/a.yaml': sink() } });
    expect((await run(['apply', '--yes', '--stable-for', '1s'])).exitCode).toBe(0);
    folder.write('policies/p.yaml', noDeletes);
    folder.write('connectors/a.yaml', 'state: absent\n');
    const denied = await run(['apply', '--yes', '--allow-deletes', '1']);
    expect(denied.stderr).toContain('the deletion of a needs x-approved-by');
    expect(denied.exitCode).toBe(23);
    expect(writes().filter((line) => line.startsWith('DELETE'))).toEqual([]);
    folder.write('connectors/a.yaml', 'state: absent\nx-approved-by: ada\n');
    expect((await run(['apply', '--yes', '--allow-deletes', '1'])).exitCode).toBe(0);
  });

  it('leave alone what does not change, and know what is live', async () => {
    const { run, folder } = await tryout({ files: { 'connectors/a.yaml': sink('  tasks.max: 5\n') } });
    expect((await run(['apply', '--yes', '--stable-for', '1s'])).exitCode).toBe(0);
    folder.write('policies/p.yaml', tasksMax);
    expect((await run(['plan'])).exitCode).toBe(0);
    folder.write(
      'policies/p.yaml',
      "name: shrink\nassert: live == null || change.keys != ['tasks.max'] || live.tasks > 0 && live.health == 'healthy' && live.config['tasks.max'] == '6'\nmessage: 'had {{ live.config.get(\"tasks.max\", \"\") }}, {{ live.state }}, {{ change.kind }} of {{ change.keys }}'\n",
    );
    folder.write('connectors/a.yaml', sink('  tasks.max: 6\n'));
    const { stderr, exitCode } = await run(['plan']);
    expect(stderr).toContain('had 5, running, update of tasks.max');
    expect(exitCode).toBe(23);
  });

  it('policies of now decide about a saved plan', async () => {
    const { run, folder, writes } = await tryout({
      files: { 'connectors/a.yaml': sink('  tasks.max: 5\n') },
    });
    expect((await run(['plan', '--out', 'plan.json'])).exitCode).toBe(0);
    folder.write('policies/p.yaml', tasksMax);
    const { stderr, exitCode } = await run(['apply', 'plan.json', '--yes']);
    expect(stderr).toContain('denied by the policy "few-tasks"');
    expect(exitCode).toBe(23);
    expect(writes()).toEqual([]);
  });

  it('a policy with a mistake stops plan and apply before anything is contacted', async () => {
    const { run, sandbox } = await tryout({
      files: { 'connectors/a.yaml': sink(), 'policies/p.yaml': 'name: p\nassert: conector.name == "a"\n' },
    });
    for (const command of [['plan'], ['apply', '--yes'], ['validate']]) {
      const { stderr, exitCode } = await run(command);
      expect(stderr).toContain('unknown variable "conector"\n  --> policies/p.yaml:2:9');
      expect(stderr).toContain('did you mean "connector"?');
      expect(exitCode).toBe(29);
    }
    expect(sandbox.requests).toEqual([]);
    expect((await run(['status'])).exitCode).toBe(0);
  });

  it('an alias does not evade a policy about its class', async () => {
    const { run } = await tryout({
      files: {
        'connectors/a.yaml': sink(),
        'policies/p.yaml':
          'name: p\nmatch: {class: "org.apache.kafka.connect.file.*"}\nassert: "false"\nmessage: no files\n',
      },
    });
    expect((await run(['plan'])).exitCode).toBe(23);
  });
});

describe('--policies', () => {
  const git = (directory: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: directory });

  it('takes the policies of a folder, in place of those of the project', async () => {
    const { directory } = projectFolder({
      'connectors/a.yaml': sink('  tasks.max: 5\n'),
      'policies/p.yaml': tasksMax,
      'other/q.yaml': "name: q\nassert: connector.name != 'a'\n",
    });
    const { stderr, exitCode } = await runCli(['validate', '--policies', 'other'], { directory });
    expect(stderr).toContain('denied by the policy "q"');
    expect(stderr).not.toContain('few-tasks');
    expect(exitCode).toBe(23);
  });

  it('takes those of a commit: files, pack and rules, whatever the branch under review says', async () => {
    const { directory, write } = projectFolder({
      'connect-sync.yaml': 'version: 1\npolicy: {pack: [owner-label]}\n',
      'connectors/a.yaml': sink('  tasks.max: 5\n'),
      'policies/p.yaml': tasksMax,
    });
    git(directory, 'init', '-q', '-b', 'main');
    git(directory, 'add', '.');
    git(directory, 'commit', '-qm', 'base');
    write('connect-sync.yaml', 'version: 1\npolicy: {files: []}\n');
    write('policies/p.yaml', 'name: p\nassert: "true"\n');
    expect((await runCli(['validate'], { directory })).exitCode).toBe(0);
    const { stderr, exitCode } = await runCli(['validate', '--policies', 'main'], { directory });
    expect(stderr).toContain('denied by the policy "few-tasks"');
    expect(stderr).toContain('policy main:policies/p.yaml:1:7');
    expect(stderr).toContain('denied by the policy "owner-label"');
    expect(exitCode).toBe(23);
    const folder = await runCli(['validate', '--policies', 'main:policies'], { directory });
    expect(folder.stderr).not.toContain('owner-label');
    expect(folder.exitCode).toBe(23);
  });

  it('a place that does not exist is an error, not a project without policies', async () => {
    const { directory } = projectFolder({ 'connectors/a.yaml': sink(), 'empty/readme.txt': '' });
    const missing = await runCli(['validate', '--policies', 'nowhere'], { directory });
    expect(missing.stderr).toContain('--policies nowhere: no such folder, and this is not a Git repository');
    expect(missing.exitCode).toBe(64);
    git(directory, 'init', '-q');
    const unknown = await runCli(['validate', '--policies', 'origin/main'], { directory });
    expect(unknown.stderr).toContain('no such commit, branch or tag');
    expect(unknown.exitCode).toBe(64);
    const empty = await runCli(['validate', '--policies', 'empty'], { directory });
    expect(empty.stderr).toContain('error[no-policies]: empty has no policy');
    expect(empty.exitCode).toBe(29);
  });

  it('the trusted project file decides about policies, with the files beside it', async () => {
    const { directory } = projectFolder({
      'connect-sync.yaml': 'version: 1\npolicy: {files: []}\n',
      'connectors/a.yaml': sink('  tasks.max: 5\n'),
      'base/connect-sync.yaml': 'version: 1\n',
      'base/policies/p.yaml': tasksMax,
    });
    expect((await runCli(['validate'], { directory })).exitCode).toBe(0);
    const trusted = await runCli(['validate', '--trusted-project', 'base/connect-sync.yaml'], { directory });
    expect(trusted.stderr).toContain('denied by the policy "few-tasks"');
    expect(trusted.exitCode).toBe(23);
  });
});

describe('policy', () => {
  const examples = `${tasksMax}description: Workers have few threads.
exempt:
  - { names: [big-*], reason: agreed, until: 2099-12-31 }
examples:
  pass:
    - connector: { config: { tasks.max: 2 } }
  fail:
    - connector: { config: { tasks.max: 3 } }
`;

  it('test evaluates the examples, and fails with exit 1 if one ends otherwise', async () => {
    const { directory, write } = projectFolder({ 'policies/p.yaml': examples });
    const passed = await runCli(['policy', 'test'], { directory });
    expect(passed).toMatchObject({ exitCode: 0, stdout: 'Passed: 2 examples of 1 policy.\n' });
    write('policies/p.yaml', examples.replace('tasks.max: 3', 'tasks.max: many'));
    const failed = await runCli(['policy', 'test'], { directory });
    expect(failed.stdout).toContain(
      'few-tasks: an example that must fail cannot be evaluated  policies/p.yaml:',
    );
    expect(failed.exitCode).toBe(1);
    const json = await runCli(['policy', 'test', '-f', 'json'], { directory });
    expect(JSON.parse(json.stdout).results).toMatchObject([
      { actual: 'pass' },
      { expected: 'fail', actual: 'error' },
    ]);
  });

  it('list explains each policy with its exemptions', async () => {
    const { directory } = projectFolder({
      'policies/p.yaml': examples,
      'connectors/a.yaml': sink(),
      'connect-sync.yaml': 'version: 1\npolicy: {pack: [{name: tasks-max, with: {max: 4}}]}\n',
    });
    const { stdout, exitCode } = await runCli(['policy', 'list'], {
      directory,
      clock: new VirtualClock({ start: Date.parse('2099-12-30T12:00:00Z') }),
    });
    await expect(stdout).toMatchFileSnapshot('__snapshots__/policy-list.txt');
    expect(exitCode).toBe(0);
    expect(
      JSON.parse((await runCli(['policy', 'list', '-f', 'json'], { directory })).stdout).policies,
    ).toHaveLength(2);
  });

  it('list --pack shows at least twelve ready-made policies, each with reason and examples', async () => {
    const { directory } = projectFolder({});
    const { stdout } = await runCli(['policy', 'list', '--pack', '-f', 'json'], { directory });
    const { policies } = JSON.parse(stdout) as { policies: { description: string; examples: number }[] };
    expect(policies.length).toBeGreaterThanOrEqual(12);
    for (const policy of policies) {
      expect(policy.description).not.toBeNull();
      expect(policy.examples).toBeGreaterThan(0);
    }
  });

  it('says what to do where there are none', async () => {
    const { directory } = projectFolder({});
    for (const what of ['list', 'test'])
      expect(await runCli(['policy', what], { directory })).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining('No policies. Write one into policies/NAME.yaml'),
      });
  });
});
