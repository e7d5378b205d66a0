import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { onlyCluster } from '../support/json-output.ts';
import { type Tryout, tryout } from '../support/tryout.ts';
import { openTwoClusters } from '../support/two-clusters.ts';

const config = { 'connector.class': 'FileStreamSink', topics: 't', 'tasks.max': '2' };
const refused = 'a.Outer: x\nCaused by: java.net.ConnectException: Connection refused';
const rejected = 'org.apache.kafka.common.config.ConfigException: Invalid value x for configuration y';
const file = 'name: orders\nconfig: { connector.class: FileStreamSink, topics: t, tasks.max: 2 }\n';

/** Five connectors: of `orders` a task failed, `payments` is rejected, and `quiet` is paused. */
async function world(files: Readonly<Record<string, string>> = {}): Promise<Tryout> {
  const made = await tryout({ files });
  const names = ['lines', 'orders', 'payments', 'stock'];
  made.sandbox.worker.seed([
    ...names.map((name) => ({ name, config })),
    { name: 'quiet', config, state: 'paused' },
  ]);
  made.sandbox.worker.failTask('orders', 1, refused);
  made.sandbox.worker.failConnector('payments', rejected);
  return made;
}

describe('status', () => {
  it('shows what is broken in full, names what is paused, and counts what is healthy', async () => {
    const { run, sandbox } = await world();
    const { stdout, exitCode } = await run(['status', '--no-color']);
    expect(stdout).toMatch(/^orders {2}sink {2}failed: 1 of 2 tasks FAILED\n/);
    expect(stdout).toContain('    java.net.ConnectException: Connection refused\n');
    expect(stdout).not.toMatch(/lines|stock/);
    expect(stdout).toContain('paused or stopped (1): quiet\n');
    expect(stdout).toContain(
      `${sandbox.url}: 5 connectors: 2 failed, 1 paused or stopped, 2 healthy (--all lists them)\n`,
    );
    expect(exitCode).toBe(25);
  });

  it('says what to do next, in commands that work when they are pasted', async () => {
    const { run, sandbox, folder } = await world({
      'connectors/payments.yaml': file.replace('orders', 'payments'),
    });
    folder.write('.env', '');
    const { stdout } = await run(['status', '--no-color', '--dotenv', '.env', '--var', 'A=secret']);
    const end = `--cluster ${sandbox.url} --dotenv .env --var A="$A"`;
    expect(stdout).toContain(`  restart: connect-sync restart --failed orders ${end}\n`);
    expect(stdout).toContain(`  details: connect-sync tasks orders 1 ${end}\n`);
    expect(stdout).toContain(
      `  edit connectors/payments.yaml:1, then apply: connect-sync apply --only payments ${end}\n`,
    );
    expect(stdout).toContain(`  details: connect-sync describe payments ${end}\n`);
    expect(stdout).not.toContain('restart --failed payments');
    const commands = [...stdout.matchAll(/connect-sync ((?:restart|tasks|describe) .*)/g)].map(
      ([, args]) => args ?? '',
    );
    expect(commands.length).toBe(3);
    for (const command of commands) {
      const args = command.replace('"$A"', 'secret').split(' ');
      expect((await run(args)).exitCode, command).toBe(0);
    }
  });

  it('suggests the import of a connector that must change and is in no file', async () => {
    const { run, sandbox } = await world();
    const { stdout } = await run(['status', 'payments']);
    expect(stdout).toContain(
      `no file declares it: import it, then edit its file: connect-sync import payments --cluster ${sandbox.url}\n`,
    );
  });

  it('lists everything with --all, and what is named', async () => {
    const { run } = await world();
    expect((await run(['status', '--all'])).stdout).toMatch(/^lines {2}sink {2}healthy$/m);
    const named = await run(['status', 'lines', 'stock']);
    expect(named.stdout).toMatch(/^lines {2}sink {2}healthy\n {2}connector +RUNNING/m);
    expect(named.stdout).toMatch(/^stock {2}sink {2}healthy$/m);
    expect(named.exitCode).toBe(0);
  });

  it('lists only what failed with --failed, and counts the rest', async () => {
    const { run, sandbox } = await world();
    const { stdout, exitCode } = await run(['status', '--failed', '--no-color']);
    expect(stdout).not.toContain('quiet');
    expect(stdout).toContain('5 connectors: 2 failed, 1 paused or stopped, 2 healthy');
    expect(exitCode).toBe(25);
    const { connectors, counts } = onlyCluster((await run(['status', '--failed', '-f', 'json'])).stdout);
    expect(connectors.map(({ name }: { name: string }) => name)).toEqual(['orders', 'payments']);
    expect(counts).toEqual({ failed: 2, progressing: 0, suspended: 1, healthy: 2 });
    sandbox.worker.heal('orders');
  });

  it('shows tasks that failed alike as one', async () => {
    const { run, sandbox } = await world();
    sandbox.worker.failTask('orders', 0, refused);
    const { stdout } = await run(['status', '--no-color']);
    expect(stdout).toMatch(
      /^ {2}tasks 0-1 {2}FAILED .*\n {4}java.net.ConnectException: Connection refused$/m,
    );
    expect(stdout.match(/java.net.ConnectException/g)).toHaveLength(1);
  });

  it('says once how to restart all that failed', async () => {
    const { run, sandbox } = await world();
    sandbox.worker.failTask('lines', 0, refused);
    const { stdout } = await run(['status', '--no-color']);
    expect(stdout).toContain(
      `To restart all that FAILED: connect-sync restart --failed --cluster ${sandbox.url}\n`,
    );
  });

  it('shows twenty in full, and of the others a line each, where very many are broken', async () => {
    const { run, sandbox } = await tryout({ files: {} });
    const names = Array.from({ length: 25 }, (_, index) => `c-${String(index).padStart(2, '0')}`);
    sandbox.worker.seed(names.map((name) => ({ name, config })));
    for (const name of names) sandbox.worker.failTask(name, 0, refused);
    const { stdout } = await run(['status', '--no-color']);
    expect(stdout.match(/restart --failed c-/g)).toHaveLength(20);
    expect(stdout).toContain(
      'c-24  sink  failed: 1 of 2 tasks FAILED: java.net.ConnectException: Connection refused\n(--all shows these in full too)\n',
    );
    expect(stdout).toContain(
      'outside of the connector (25): c-00, c-01, c-02, c-03, c-04, c-05, c-06, c-07, and 17 more\n',
    );
    expect((await run(['status', '--all', '--failed'])).stdout.match(/restart --failed c-/g)).toHaveLength(
      25,
    );
  });

  it.each(['--failed', "it's $HOME", '-x'])('suggests commands that work for the name %s', async (name) => {
    const { run, sandbox } = await tryout({ files: {} });
    sandbox.worker.seed([{ name, config }]);
    sandbox.worker.failTask(name, 0, refused);
    const { stdout } = await run(['status', '--no-color']);
    const [, command = ''] = /restart: connect-sync (.*)/.exec(stdout) ?? [];
    const words = execFileSync('sh', ['-c', `for word in ${command}; do echo "$word"; done`], {
      encoding: 'utf8',
    });
    expect((await run(words.trimEnd().split('\n'))).stdout).toContain('1 planned: 1 applied.');
  });

  it('has the next steps in Markdown', async () => {
    const { run, sandbox } = await world();
    const { stdout } = await run(['status', '-f', 'markdown']);
    expect(stdout).toContain('### Not healthy\n\n- `orders` (version');
    expect(stdout).toContain(
      `  - restart: \`connect-sync restart --failed orders --cluster ${sandbox.url}\`\n`,
    );
    expect(stdout).toContain('<summary><b>Paused or stopped</b>: 1 connector</summary>');
    expect(stdout).toContain('<summary><b>Healthy</b>: 2 connectors</summary>');
  });
});

describe('a name that does not exist', () => {
  it.each([['status'], ['list'], ['describe'], ['topics'], ['offsets'], ['show']])(
    'does not keep %s from showing the others',
    async (command) => {
      const { run } = await world();
      const shown = await run([command, 'lines', 'stokc']);
      expect(shown.stdout).toContain('lines');
      expect(shown.stderr).toContain('no connector is called "stokc"');
      expect(shown.stderr).toContain('did you mean "stock"?');
      expect(shown.exitCode).toBe(1);
    },
  );

  it('on one cluster does not matter to another one', async () => {
    const { run, sandbox, other } = await openTwoClusters({ file });
    sandbox.worker.seed([{ name: 'lines', config }]);
    other.worker.seed(['lines', 'stock'].map((name) => ({ name, config })));
    const { stdout, stderr, exitCode } = await run(['list', '--all-clusters', '-q', 'lines', 'stock']);
    expect(stdout).toBe('lines\nlines\nstock\n');
    expect(stderr).toContain('no connector is called "stock" on east');
    expect(exitCode).toBe(1);
  });

  it('keeps a command that writes from doing anything', async () => {
    const { run, writes } = await world();
    const { stderr, exitCode } = await run(['pause', 'lines', 'stokc']);
    expect(stderr).toContain('did you mean "stock"?');
    expect(exitCode).toBe(1);
    expect(writes()).toEqual([]);
  });

  it.each([
    ['restart', 'stokc'],
    ['restart', '--failed', 'stokc'],
    ['resume', 'stokc'],
    ['stop', 'stokc'],
    ['delete', '--yes', 'stokc'],
    ['tasks', 'stokc'],
    ['tasks', 'stokc', '0'],
    ['topics', '--reset', '--yes', 'stokc'],
    ['offsets', '--reset', '--yes', 'stokc'],
    ['import', 'stokc'],
    ['plan', '--only', 'oders'],
    ['render', 'oders'],
  ])('has a suggestion in %s %s', async (...args) => {
    const { run } = await world({ 'connectors/orders.yaml': file });
    const { stderr, exitCode } = await run(args);
    expect(stderr).toMatch(/did you mean "(?:stock|orders)"\?/);
    expect(exitCode).not.toBe(0);
  });

  it('is found by a part of it, in any case of letters', async () => {
    const { run, sandbox } = await world();
    sandbox.worker.seed([{ name: 'inventory-of-the-warehouse', config }]);
    expect((await run(['status', 'inventory'])).stderr).toContain(
      'did you mean "inventory-of-the-warehouse"?',
    );
    expect((await run(['status', 'Warehouse'])).stderr).toContain(
      'did you mean "inventory-of-the-warehouse"?',
    );
    const several = await run(['list', 'STOCK', 'lins']);
    expect(several.stderr).toContain('for "STOCK", "lins"\n  hint: did you mean "stock", "lines"?');
  });
});
