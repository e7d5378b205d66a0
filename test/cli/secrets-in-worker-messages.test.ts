import { describe, expect, it } from 'vitest';
import { canary, quoted } from '../support/canaries.ts';
import { leaksOf, readingCommands as reading, validatingCommands as validating } from '../support/leaks.ts';
import { generation, placeNames, secretPlaces, secretWorld } from '../support/secret-world.ts';

describe('secrets that a worker quotes are masked', () => {
  const clusterPassword = canary('cluster');

  async function quotingWorld(connectVersion: '2.8' | '4.3' = '4.3') {
    const secrets = generation('new');
    const world = await secretWorld(clusterPassword, { connectVersion });
    const canaries = [...secrets.values(), clusterPassword];
    const everything = canaries.map((one) => `${one.of}: ${quoted(one)}`).join('; ');
    world.declare(secrets);
    return { world, secrets, canaries, everything };
  }

  const all = [...validating, ['validate', '--cluster', 'main'], ['plan', '-f', 'diff'], ...reading];
  const writing = ['apply', '--yes', '--stable-for', '1s'];

  it.each(['2.8', '4.3'] as const)('in rejected configs on Kafka Connect %s', async (version) => {
    const { world, secrets, everything } = await quotingWorld(version);
    // An old worker reports key types only in a validation, and here every validation fails.
    const known = version === '2.8' ? [...secrets].filter(([name]) => name !== 'typed') : [...secrets];
    const canaries = [...known.map(([, secret]) => secret), clusterPassword];
    world.sandbox.worker.inject({
      method: 'PUT',
      path: /validate$/,
      times: Number.POSITIVE_INFINITY,
      effect: {
        kind: 'answer',
        answer: {
          status: 400,
          body: JSON.stringify({
            error_code: 400,
            message: `Invalid value ${everything} for configuration x`,
          }),
          contentType: 'application/json',
        },
      },
    });
    const expected = { canaries, exitCodes: [0, 2, 29] };
    expect(await leaksOf(world, all, expected)).toEqual([]);
    expect((await world.run(['plan'])).stderr, 'it is shown').toContain('Invalid value ');
  });

  it('in validation errors of single values', async () => {
    const { world, canaries, everything } = await quotingWorld();
    const errors = placeNames.flatMap((name) => {
      const keys = Object.keys(secretPlaces[name]?.('').config ?? {});
      return keys.map((key) => ({
        definition: { name: key, type: name === 'typed' ? 'PASSWORD' : 'STRING', required: false },
        value: { name: key, value: everything, errors: [`Invalid value ${everything}`] },
      }));
    });
    world.sandbox.worker.inject({
      method: 'PUT',
      path: /validate$/,
      times: Number.POSITIVE_INFINITY,
      effect: {
        kind: 'answer',
        answer: {
          status: 200,
          body: JSON.stringify({ name: 'x', error_count: errors.length, groups: [], configs: errors }),
          contentType: 'application/json',
        },
      },
    });
    const expected = { canaries, exitCodes: [0, 2, 29] };
    expect(await leaksOf(world, all, expected)).toEqual([]);
    expect((await world.run(['plan'])).stderr, 'it is shown').toContain('Invalid value ');
  });

  it.each(['2.8', '4.3'] as const)('in failed writes on Kafka Connect %s', async (version) => {
    const { world, canaries, everything } = await quotingWorld(version);
    for (const status of [500, 400, 409]) {
      world.sandbox.worker.inject({
        method: 'PUT',
        path: /^\/connectors\/.*\/config$/,
        times: 5,
        effect: {
          kind: 'answer',
          answer: {
            status,
            body: JSON.stringify({ error_code: status, message: `It failed: ${everything}` }),
            contentType: 'application/json',
          },
        },
      });
    }
    const expected = { canaries, exitCodes: [0, 1, 20, 25] };
    // An unknown outcome is read back for half a minute.
    let shown = '';
    const hurried = {
      run: async (args: readonly string[]) => {
        const ended = await world.run(args, { speed: 200 });
        shown += ended.stdout;
        return ended;
      },
    };
    expect(await leaksOf(hurried, [writing, [...writing, '-f', 'json']], expected)).toEqual([]);
    expect(shown, 'it is shown').toContain('It failed: ');
  });

  it.each(['2.8', '4.3'] as const)('in traces of failed tasks on Kafka Connect %s', async (version) => {
    const { world, canaries, everything } = await quotingWorld(version);
    const trace = `org.apache.kafka.connect.errors.ConnectException: ${everything}\n\tat a.B.c(B.java:1)\nCaused by: java.io.IOException: ${everything}\n\tat a.B.c(B.java:1)\n`;
    for (const name of placeNames) world.sandbox.worker.failTasksAfter(name, 0, trace);
    const expected = { canaries, exitCodes: [0, 2, 20, 25] };
    const commands = [
      writing,
      ...reading,
      ['plan'],
      ['plan', '-f', 'json'],
      ['plan', '--restart', 'none'],
      ['drift'],
      [...writing, '-f', 'json'],
      [...writing, '--on-failure', 'rollback'],
    ];
    expect(await leaksOf(world, commands, expected)).toEqual([]);
    expect((await world.run(['status'])).stdout, 'it is shown').toContain('java.io.IOException: ');
  });

  it('in traces of connectors whose files are invalid or removed', async () => {
    const { world, canaries, everything } = await quotingWorld();
    expect((await world.run(writing)).exitCode).toBe(0);
    for (const name of placeNames) world.sandbox.worker.failConnector(name, `a.B: ${everything}`);
    const expected = { canaries, exitCodes: [0, 2, 25, 29] };
    world.folder.write('connectors/zz-broken.yaml', 'config: [\n');
    expect(await leaksOf(world, [...reading, ['plan']], expected)).toEqual([]);
  });
});
