import { describe, expect, it, onTestFinished } from 'vitest';
import { type Gateway, notForwarding, startGateway } from '../support/gateway.ts';
import { changesCluster, type Tryout, tryout } from '../support/tryout.ts';

const quick = ['--yes', '--stable-for', '1s'];
const file = 'config: { connector.class: FileStreamSource, topic: a, file: /tmp/a }\n';
const writes = { methods: ['PUT', 'POST', 'DELETE'], path: /^(?!.*\/validate)/ };

/** A project whose cluster has so many URLs, all of them of one worker. */
async function open(urls: number): Promise<Tryout & { readonly gateways: readonly Gateway[] }> {
  const world = await tryout({
    files: { 'connectors/a.yaml': file },
    environment: { CONNECT_SYNC_CLUSTER: '' },
  });
  const gateways = await Promise.all(Array.from({ length: urls }, () => startGateway(world.sandbox.url)));
  onTestFinished(async () => {
    await Promise.all(gateways.map((gateway) => gateway.close()));
  });
  const list = gateways.map(({ url }) => `"${url}"`).join(', ');
  world.folder.write('connect-sync.yaml', `version: 1\nclusters: { main: { url: [${list}] } }\n`);
  return { ...world, gateways };
}

const notReached = [
  [
    'java.net.UnknownHostException: connect-0.internal',
    'cannot reach its leader at connect-0.internal (500: it does not know that host name)',
  ],
  [
    'javax.net.ssl.SSLHandshakeException: No name matching connect-0 found',
    'cannot reach its leader at connect-0 (500: the TLS handshake failed)',
  ],
  [
    'java.net.NoRouteToHostException: No route to host',
    'cannot reach its leader (500: there is no route to it)',
  ],
  [
    'java.net.SocketTimeoutException: Connect Timeout',
    'cannot reach its leader (500: nothing accepts the connection)',
  ],
  [
    'io.netty.channel.AbstractChannel$AnnotatedConnectException: Connection refused: connect-0/10.0.0.1:8083',
    'cannot reach its leader at 10.0.0.1:8083 (500: the connection is refused)',
  ],
  [
    "Unrecognized token 'no': was expecting (JSON String, Number, Array)",
    'cannot reach its leader (500: the proxy between them has no way to it)',
  ],
] as const;

describe('a worker that cannot reach its leader', () => {
  it.each(notReached)('(%s) is named, and the write goes to the next URL', async (cause, sentence) => {
    const world = await open(2);
    const [first, second] = world.gateways;
    first?.follow(notForwarding(writes, cause));
    const run = await world.run(['apply', ...quick]);
    expect(run.exitCode, run.stdout + run.stderr).toBe(0);
    expect(run.stderr).toContain(sentence);
    expect(first?.requests().filter(changesCluster)).toHaveLength(1);
    expect(second?.requests().filter(changesCluster)).toHaveLength(1);
  });

  it('is asked again where there is no other URL', async () => {
    const world = await open(1);
    world.gateways[0]?.follow(
      notForwarding({ ...writes, times: 2 }, 'java.net.UnknownHostException: connect-0'),
    );
    const run = await world.run(['apply', ...quick]);
    expect(run.exitCode, run.stdout + run.stderr).toBe(0);
    expect(world.writes()).toEqual(['PUT /connectors/a/config']);
  });

  it.each([
    ['apply', ['apply', '--timeout', '3s', ...quick]],
    ['pause', ['pause', 'there', '--timeout', '3s']],
    ['restart', ['restart', 'there', '--timeout', '3s']],
  ])('for as long as there is time leaves %s failed, not unknown', async (_, command) => {
    const world = await open(1);
    world.sandbox.worker.seed([
      {
        name: 'there',
        config: { 'connector.class': 'FileStreamSource', topic: 't', file: '/tmp/t' },
      },
    ]);
    world.gateways[0]?.follow(notForwarding(writes, 'java.net.UnknownHostException: connect-0'));
    const run = await world.run(command);
    expect(run.exitCode, run.stdout + run.stderr).toBe(1);
    expect(run.stdout).toMatch(/1 failed/);
    expect(run.stdout + run.stderr).toContain('cannot reach its leader at connect-0');
    expect(run.stdout + run.stderr).toContain('rest.advertised.host.name');
    expect(world.writes()).toEqual([]);
  });

  it.each([
    'java.net.SocketTimeoutException: Read timed out',
    'java.net.SocketException: Connection reset',
    'java.util.concurrent.TimeoutException: Idle timeout expired: 30000/30000 ms',
  ])('after the request may have been sent (%s) leaves an unknown outcome', async (cause) => {
    const world = await open(2);
    world.gateways[0]?.follow(notForwarding(writes, cause));
    const run = await world.run(['apply', '--timeout', '3s', ...quick]);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatch(/1 unknown/);
    expect(world.writes()).toEqual([]);
  });
});
