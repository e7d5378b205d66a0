import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { withScheme } from '../../src/model/project.ts';
import { projectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';
import { connectorFile } from '../support/secret-world.ts';
import { tryout } from '../support/tryout.ts';

describe('the address of a worker without a scheme', () => {
  it.each([
    ['localhost:8083', 'http://localhost:8083'],
    [' connect-1.example:8083/connect ', 'http://connect-1.example:8083/connect'],
    ['10.0.0.1:80', 'http://10.0.0.1:80'],
    ['[::1]:8083', 'http://[::1]:8083'],
    ['http://a:1', 'http://a:1'],
    ['HTTPS://a:1', 'HTTPS://a:1'],
    // Names of clusters, and what a message must not repeat.
    ['prod', 'prod'],
    ['prod-eu.1', 'prod-eu.1'],
    ['user:secret@host:8083', 'user:secret@host:8083'],
    ['host:8083?token=x', 'host:8083?token=x'],
    ['host:port', 'host:port'],
  ])('%j is taken for %j', (text, expected) => {
    expect(withScheme(text)).toBe(expected);
  });

  it.each([
    ['plan'],
    ['apply', '--yes'],
    ['drift'],
    ['status'],
    ['list'],
    ['import', '--dry-run'],
    ['render'],
    ['show'],
  ])('is accepted by %s, as an option and in CONNECT_SYNC_CLUSTER', async (...command) => {
    const { run, sandbox } = await tryout({
      files: { 'connectors/a.yaml': connectorFile({ config: { topics: 'a' } }) },
    });
    const address = sandbox.url.replace('http://', '');
    const named = await run(command, { environment: { CONNECT_SYNC_CLUSTER: sandbox.url } });
    const environment = { CONNECT_SYNC_CLUSTER: '' };
    const option = await run([...command, '-c', address], { environment });
    const variable = await run(command, { environment: { CONNECT_SYNC_CLUSTER: address } });
    expect([option.exitCode, variable.exitCode], option.stderr).toEqual([named.exitCode, named.exitCode]);
  });
});

/** A server at a port of Kafka brokers that closes each connection, as a broker does after an HTTP request. */
async function broker(): Promise<number> {
  for (const port of [19092, 29092, 39092, 49092, 59092, 19093, 29093, 39093]) {
    const server = createServer((socket) => socket.once('data', () => socket.destroy()));
    const isListening = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isListening) continue;
    onTestFinished(() => void server.close());
    return port;
  }
  throw new Error('no port of a Kafka broker is free');
}

describe('the port of a Kafka broker instead of Kafka Connect', () => {
  it.each([['plan', '--strict'], ['status'], ['cluster'], ['import']])(
    'is one message of %s, without retries',
    async (...command) => {
      const port = await broker();
      const files = { 'connectors/a.yaml': connectorFile({ config: { topics: 'a' } }) };
      const { directory } = projectFolder(files);
      const run = await runCli([...command, '-c', `127.0.0.1:${port}`], { directory });
      const output = run.stdout + run.stderr;
      expect(output).toContain(
        `Port ${port} is usually that of a Kafka broker. The REST API of Kafka Connect has a port of its own, by default 8083: http://127.0.0.1:8083`,
      );
      expect(output).not.toContain('trying again');
      expect(run.exitCode).toBe(28);
    },
  );

  it('is one line of init', async () => {
    const port = await broker();
    const { directory } = projectFolder({});
    const run = await runCli(['init', '--cluster', `127.0.0.1:${port}`], { directory });
    expect(
      run.stdout.match(new RegExp(`^Not reached: .*Port ${port} is usually that of a Kafka broker`, 'gm')),
    ).toHaveLength(1);
  });
});
