import { symlinkSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { byPath, json, type Reply, startServer } from '../connect/misbehaving-server.ts';
import { tryout } from '../support/tryout.ts';

const connectorClass = 'org.apache.kafka.connect.file.FileStreamSourceConnector';
const orders = `config:\n  connector.class: ${connectorClass}\n  file: /tmp/x\n  topic: orders\n`;

describe('values of eight megabytes', () => {
  it.each([
    ['one word', 'x'],
    ['passwords', 'password=a '],
    ['references', '${env.'],
    ['quotes', '"\\'],
  ])('in a live configuration are compared and shown: %s', { timeout: 120_000 }, async (_, piece) => {
    const { run } = await tryout({ files: { 'connectors/orders.yaml': orders } });
    const note = piece.repeat((8 * 1024 * 1024) / piece.length);
    const worker = await startServer(withLiveConfig({ note }));
    const at = ['--cluster', worker.url];
    for (const format of ['text', 'json-patch', 'markdown']) {
      const { stdout, exitCode } = await run([
        'plan',
        ...at,
        '--no-validate',
        '--detailed-exitcode',
        '-f',
        format,
      ]);
      expect(exitCode, format).toBe(2);
      expect(stdout).toContain('note');
    }
    expect((await run(['status', 'orders', ...at])).exitCode).toBe(0);
    expect((await run(['show', 'orders', ...at])).stdout).toContain('orders');
    expect((await run(['drift', ...at])).exitCode).toBe(2);
  });

  it('in a file are refused, as Kafka would refuse the configuration', async () => {
    const files = { 'connectors/orders.yaml': `${orders}  note: ${'x'.repeat(8 * 1024 * 1024)}\n` };
    const { run, writes } = await tryout({ files });
    const { stdout, stderr, exitCode } = await run(['apply', '--yes']);
    expect(stdout + stderr).toContain('stores at most 1 MiB');
    expect(stdout + stderr).toContain('shorten "note"');
    expect(exitCode).toBe(29);
    expect(writes()).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('a link to a device', () => {
  it.each([['connectors/zero.yaml'], ['.env'], ['ca.pem'], ['plan.json'], ['shown.json']])(
    'is not read: %s',
    async (file) => {
      const project =
        'version: 1\nclusters:\n  secure: { url: "https://127.0.0.1:1", tls: { ca: ca.pem } }\n';
      const files = {
        'connectors/orders.yaml': orders,
        ...(file === 'ca.pem' && { 'connect-sync.yaml': project }),
      };
      const { run, folder } = await tryout({ files });
      symlinkSync('/dev/zero', path.join(folder.directory, file));
      const argv: Record<string, string[]> = {
        'connectors/zero.yaml': ['plan'],
        '.env': ['plan', '--dotenv', '.env'],
        'ca.pem': ['plan', '--cluster', 'secure'],
        'plan.json': ['apply', 'plan.json', '--yes'],
        'shown.json': ['plan', '--show', 'shown.json'],
      };
      const { stdout, stderr, exitCode } = await run(argv[file] ?? []);
      expect(stdout + stderr).toMatch(
        /leads outside of the project folder|is a link out of the project folder|is not a connector file/,
      );
      expect([1, 29]).toContain(exitCode);
    },
  );
});

/** A worker with one connector, which has these keys besides the ones of the file. */
function withLiveConfig(more: Readonly<Record<string, string>>): Reply {
  const config = {
    name: 'orders',
    'connector.class': connectorClass,
    file: '/tmp/x',
    topic: 'orders',
    ...more,
  };
  const info = { name: 'orders', config, tasks: [{ connector: 'orders', task: 0 }], type: 'source' };
  const running = { state: 'RUNNING', worker_id: 'w:8083' };
  const status = { name: 'orders', connector: running, tasks: [{ id: 0, ...running }], type: 'source' };
  return byPath({
    '/': json({ version: '4.3.0', commit: 'a', kafka_cluster_id: 'k' }),
    '/connectors': json(['orders']),
    '/connectors?expand=info': json({ orders: { info } }),
    '/connectors?expand=status': json({ orders: { status } }),
    '/connectors/orders': json(info),
    '/connectors/orders/config': json(config),
    '/connectors/orders/status': json(status),
  });
}
