import { describe, expect, it } from 'vitest';
import type { PlanView } from '../../src/model/plan-view.ts';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { changesCluster, tryout } from '../support/tryout.ts';
import { openTwoClusters, type TwoClusters, type TwoClustersOptions } from '../support/two-clusters.ts';

const file = 'config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: lines-${var.env}\n';
const applying = ['apply', '--yes', '--stable-for', '1s'];

function twoClusters(options: Omit<TwoClustersOptions, 'file'> = {}): Promise<TwoClusters> {
  return openTwoClusters({ ...options, file });
}

function writesOf({ requests }: Sandbox): string[] {
  return requests.filter(changesCluster).map(({ method, path }) => `${method} ${path}`);
}

const nowhere = 'http://127.0.0.1:1';

describe('--all-clusters', () => {
  it('applies to each cluster with its own variables', async () => {
    const { run, sandbox, other } = await twoClusters();
    const plan = await run(['plan', '--all-clusters', '--detailed-exitcode']);
    expect(plan.exitCode).toBe(2);
    expect(plan.stdout).toContain('+topic: lines-e');
    expect(plan.stdout).toContain('+topic: lines-w');
    const apply = await run([...applying, '--all-clusters']);
    expect(apply.exitCode, apply.stderr).toBe(0);
    expect(sandbox.worker.config('a')).toMatchObject({ topic: 'lines-e' });
    expect(other.worker.config('a')).toMatchObject({ topic: 'lines-w' });
    expect((await run(['plan', '--all-clusters', '--detailed-exitcode'])).exitCode).toBe(0);
  });

  it('is a usage error with --cluster: 64', async () => {
    const { run } = await twoClusters();
    expect((await run(['plan', '--all-clusters', '--cluster', 'east'])).exitCode).toBe(64);
  });

  it('exits with 28 if one cluster is down, and applies to the other', async () => {
    const { run, sandbox } = await twoClusters({ west: nowhere });
    const apply = await run([...applying, '--all-clusters']);
    expect(apply.exitCode).toBe(28);
    expect(apply.stdout).toContain('1 planned: 1 applied.');
    expect(apply.stderr).toMatch(/error\[cluster-unread\]: west: .*refuses the connection/);
    expect(sandbox.worker.config('a')).toMatchObject({ topic: 'lines-e' });
  });

  it.each([
    [['plan']],
    [['plan', '--detailed-exitcode']],
    [['drift']],
    [['list']],
    [['status']],
    [['show']],
    [['show', '--planned']],
    [['cluster']],
    [['validate']],
  ])('with one cluster down, %j shows the other one and exits with 28', async (args) => {
    const { run } = await twoClusters({ west: nowhere });
    await run([...applying, '--cluster', 'east']);
    const { exitCode, stdout, stderr } = await run([...args, '--all-clusters']);
    expect(exitCode).toBe(28);
    expect(stdout + stderr).toContain('west');
    if (args[0] !== 'validate') expect(stdout).toMatch(/east|topic: lines-e/);
  });

  it('with one cluster down, JSON contains its error and the other cluster', async () => {
    const { run } = await twoClusters({ west: nowhere });
    for (const command of ['plan', 'drift', 'list', 'status', 'show', 'validate']) {
      const { exitCode, stdout } = await run([command, '--all-clusters', '-f', 'json']);
      expect(exitCode).toBe(28);
      const document = JSON.stringify(JSON.parse(stdout));
      expect(document, command).toContain('"complete":false');
      expect(document, command).toMatch(/west: .*refuses the connection/);
    }
    const view = JSON.parse((await run(['plan', '--all-clusters', '-f', 'json'])).stdout) as {
      readonly clusters: readonly PlanView[];
    };
    expect(view.clusters.map(({ cluster }) => cluster.name)).toEqual(['east']);
  });

  it('with one cluster down, no patch is printed: a patch must be complete', async () => {
    const { run } = await twoClusters({ west: nowhere });
    for (const format of ['json-patch', 'diff']) {
      const { exitCode, stdout } = await run(['plan', '--all-clusters', '-f', format]);
      expect(exitCode).toBe(28);
      expect(stdout).toBe('');
    }
  });

  it('with one cluster down, Markdown and annotations name it and show the other one', async () => {
    const { run } = await twoClusters({ west: nowhere });
    for (const command of ['plan', 'drift']) {
      const page = await run([command, '--all-clusters', '-f', 'markdown']);
      expect(page.exitCode).toBe(28);
      const title = command === 'plan' ? '## Cannot be applied: 1 cluster' : '## 1 cluster';
      expect(page.stdout.split('\n')[0]).toBe(`${title} could not be read`);
      expect(page.stdout).toMatch(/^.*\n\n- \*\*error\*\* .*west/);
      expect(page.stdout).toMatch(/^## (?:Plan for|Drift on) `east`: 1 (?:create|missing)$/m);
      const log = await run([command, '--all-clusters', '-f', 'github']);
      expect(log.stdout).toMatch(
        /^::error title=[^:]*::west: .*\n::(?:notice|warning) file=connectors\/a\.yaml,/,
      );
    }
  });

  it('prefixes patches and documents with the name of the cluster', async () => {
    const { run } = await twoClusters();
    const patch = JSON.parse((await run(['plan', '--all-clusters', '-f', 'json-patch'])).stdout);
    expect(patch).toMatchObject([{ path: '/east/a' }, { path: '/west/a' }]);
    await run([...applying, '--all-clusters']);
    const documents = JSON.parse((await run(['show', '--all-clusters', '-f', 'json'])).stdout);
    expect(documents).toMatchObject({
      east: { a: { config: { topic: 'lines-e' } } },
      west: { a: { config: { topic: 'lines-w' } } },
    });
  });

  it('exits with the most serious code', async () => {
    const { run, other } = await twoClusters();
    other.worker.failTasksAfter('a', 0, 'java.io.IOException: no such file');
    const apply = await run([...applying, '--all-clusters']);
    expect(apply.exitCode).toBe(25);
    const refused = await twoClusters({
      west: nowhere,
      project: 'ownership: { names: ["a*"], protect: ["ab"] }\n',
    });
    refused.sandbox.worker.seed([
      { name: 'ab', config: { 'connector.class': 'FileStreamSource', topic: 'x' } },
    ]);
    refused.folder.write('connectors/ab.yaml', 'state: absent\n');
    expect((await refused.run([...applying, '--cluster', 'east'])).exitCode).toBe(22);
    expect((await refused.run([...applying, '--all-clusters'])).exitCode, 'one was not read').toBe(28);
  });
});

describe('another Kafka cluster than expected', () => {
  const project = 'version: 1\nclusters:\n  east: { url: "URL", kafkaClusterId: expected-id }\n';

  it.each([[['plan']], [['drift']], [applying], [['validate']], [['show']], [['show', '--planned']]])(
    'exits with 28 in %j, and nothing is written',
    async (args) => {
      const world = await tryout({ files: { 'connectors/a.yaml': file.replace('-${var.env}', '') } });
      world.folder.write('connect-sync.yaml', project.replace('URL', world.sandbox.url));
      const { exitCode, stderr } = await world.run([...args, '--cluster', 'east']);
      expect(exitCode).toBe(28);
      expect(stderr).toContain(
        'east must be Kafka cluster expected-id, but its worker reports sandboxAAAAAAAAAAAAAAA',
      );
      expect(world.writes()).toEqual([]);
    },
  );

  it('does not block the other clusters', async () => {
    const { run, folder, sandbox, other } = await twoClusters();
    folder.write(
      'connect-sync.yaml',
      `version: 1\nvars: { env: x }\nclusters:\n  east: { url: "${sandbox.url}", kafkaClusterId: wrong }\n  west: { url: "${other.url}", kafkaClusterId: west-cluster-id }\n`,
    );
    const apply = await run([...applying, '--all-clusters']);
    expect(apply.exitCode).toBe(28);
    expect(writesOf(sandbox)).toEqual([]);
    expect(writesOf(other)).toEqual(['PUT /connectors/a/config']);
  });
});

describe('--expect-digest over several clusters', () => {
  const digest = `sha256:${'0'.repeat(64)}`;

  it('ends every cluster, and writes nothing, if the plan of one fails', async () => {
    const { run, sandbox, other } = await twoClusters();
    other.worker.inject({
      path: /^\/connectors\?/,
      times: Number.POSITIVE_INFINITY,
      effect: { kind: 'answer', answer: { status: 403 } },
    });
    const apply = await run([...applying, '--all-clusters', '--expect-digest', digest]);
    expect(apply.stdout).toContain('Plan: 1 create');
    expect(apply.stderr).toMatch(/error\[digest-mismatch\]: the digest cannot be compared/);
    expect(apply.stderr).toMatch(/error\[cluster-unread\]: west: /);
    expect(apply.exitCode).toBe(28);
    expect([...writesOf(sandbox), ...writesOf(other)]).toEqual([]);
  });

  it('waits for the slowest plan before anything is written', async () => {
    const { run, sandbox, other } = await twoClusters();
    other.worker.inject({
      path: /^\/connectors\?/,
      effect: { kind: 'delay', milliseconds: 500 },
    });
    const apply = await run([...applying, '--all-clusters', '--expect-digest', digest]);
    expect(apply.stdout.match(/Plan: 1 create/g)).toHaveLength(2);
    expect(apply.stderr.match(/error\[digest-mismatch\]: the digest of this plan is sha256:/g)).toHaveLength(
      2,
    );
    expect(apply.exitCode).toBe(21);
    expect([...writesOf(sandbox), ...writesOf(other)]).toEqual([]);
  });
});

describe('connectors that are limited to a cluster', () => {
  it('are planned only there; for a bare URL they are left alone and listed', async () => {
    const { run, folder, sandbox } = await twoClusters();
    folder.write('connectors/b.yaml', `clusters: [west]\n${file}`);
    expect((await run(['plan', '--cluster', 'east'])).stdout).toContain('Plan: 1 create;');
    expect((await run(['plan', '--cluster', 'west'])).stdout).toContain('Plan: 2 create;');
    const bare = await run(['plan', '--cluster', sandbox.url, '--var', 'env=x']);
    expect(bare.stdout).toMatch(/b\s+for other clusters: its file limits it to west/);
    expect(bare.exitCode).toBe(0);
  });
});
