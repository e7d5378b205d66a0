import { describe, expect, it } from 'vitest';
import { onlyCluster } from '../support/json-output.ts';
import { tryout } from '../support/tryout.ts';

const project = (timeout: string) => `version: 1
defaults:
  - match: { class: "*.FileStreamSinkConnector" }
    config: { errors.retry.timeout: ${timeout}, consumer.override.sasl.jaas.config: "\${env.JAAS}" }
  - state: running
profiles:
  lines: { config: { connector.class: org.apache.kafka.connect.file.FileStreamSourceConnector, topic: lines } }
`;
const sink =
  'config:\n  connector.class: org.apache.kafka.connect.file.FileStreamSinkConnector\n  topics: lines\n';
const files = {
  'connect-sync.yaml': project('0'),
  'connectors/a.yaml': sink,
  'connectors/b.yaml': `${sink}  errors.retry.timeout: 7\n`,
  'connectors/source.yaml': 'extends: [lines]\nconfig: {file: /tmp/a}\n',
};
const environment = { JAAS: 'canary-of-jaas' };

describe('defaults, profiles and overrides on a cluster', () => {
  it('are applied, and a changed default affects only connectors that inherit it', async () => {
    const { run, folder, sandbox } = await tryout({ files, environment });
    const apply = await run(['apply', '--yes', '--stable-for', '1s']);
    expect(apply.exitCode, apply.stderr).toBe(0);
    expect(sandbox.worker.config('source')).toMatchObject({ topic: 'lines', file: '/tmp/a' });
    expect((await run(['plan', '--detailed-exitcode'])).exitCode).toBe(0);

    folder.write('connect-sync.yaml', project('60000'));
    const plan = await run(['plan', '-f', 'json']);
    const view = onlyCluster<{ changes: { name: string; fields: { key: string }[] }[] }>(plan.stdout);
    expect(view.changes.map(({ name, fields }) => [name, fields.map(({ key }) => key)])).toEqual([
      ['a', ['errors.retry.timeout']],
    ]);
  });

  it('mask a shared secret in every connector, live and desired', async () => {
    const { run, sandbox } = await tryout({ files, environment });
    sandbox.worker.seed([
      {
        name: 'a',
        config: {
          'connector.class': 'org.apache.kafka.connect.file.FileStreamSinkConnector',
          topics: 'lines',
          'consumer.override.sasl.jaas.config': 'canary-of-old',
        },
      },
    ]);
    for (const args of [['plan'], ['plan', '-f', 'diff'], ['show'], ['render', '--origin'], ['plan', '-v']]) {
      const { stdout, stderr } = await run(args);
      expect(stdout).toContain('(sensitive');
      expect(stdout + stderr).not.toContain('canary');
    }
  });

  it('locate a validation error of the worker at the line that declares the value', async () => {
    const { run } = await tryout({
      files: { ...files, 'connect-sync.yaml': project('soon') },
      environment,
    });
    const { stderr, exitCode } = await run(['plan']);
    expect(stderr).toContain('rejected-by-worker');
    expect(stderr).toContain('--> connect-sync.yaml:4:15');
    expect(exitCode).toBe(29);
  });
});
