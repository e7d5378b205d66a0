import { describe, expect, it } from 'vitest';
import { type Tryout, tryout } from '../support/tryout.ts';

const file = `name: lines
config:
  connector.class: FileStreamSource
  topic: lines
  tasks.max: 1
  file: /in
`;

const moved = 'java.lang.NoClassDefFoundError: org/apache/kafka/common/utils/AppInfoParser';
const meaning = 'this plugin was built for an older Kafka version; it needs a newer release';

function refusing(world: Tryout, path: RegExp, message: string): void {
  const answer = { status: 500, body: JSON.stringify({ error_code: 500, message }) };
  world.sandbox.worker.inject({ method: 'PUT', path, times: 99, effect: { kind: 'answer', answer } });
}

describe('what a worker refuses', () => {
  it.each([
    ['Invalid value x for configuration linger.ms: Not a number of type LONG', ''],
    [moved, ` (${meaning})`],
    ['java.lang.NullPointerException', ' (a fault of the plugin, or a key that it needs without saying so)'],
  ])('by a write is reported at once in its own words, and sent once: %s', async (message, behind) => {
    const world = await tryout({ files: { 'connectors/lines.yaml': file } });
    refusing(world, /\/connectors\/lines\/config$/, message);
    const { stdout, stderr, exitCode } = await world.run(['apply', '--yes']);
    expect(exitCode).toBe(1);
    expect(stdout + stderr).toContain(`${message}${behind}`);
    expect(world.writes()).toEqual(['PUT /connectors/lines/config']);
  });

  it.each([
    ['plan', 'text'],
    ['plan', 'markdown'],
    ['plan', 'json'],
    ['validate', 'text'],
    ['apply', 'text'],
  ])('by a validation keeps the exception and its meaning: %s -f %s', async (command, format) => {
    const world = await tryout({ files: { 'connectors/lines.yaml': file } });
    refusing(world, /config\/validate$/, moved);
    const yes = command === 'apply' ? ['--yes'] : [];
    const online = command === 'validate' ? ['--cluster', world.sandbox.url] : [];
    const { stdout, stderr, exitCode } = await world.run([command, '-f', format, ...yes, ...online]);
    expect(exitCode).toBe(29);
    const shown = (stdout + stderr).replaceAll(/[\\`]/g, '');
    expect(shown).toContain(moved);
    expect(shown).toContain(meaning);
    expect(world.writes()).toEqual([]);
  });

  it.each([
    ['status', 'text'],
    ['status', 'json'],
    ['status', 'markdown'],
    ['describe', 'text'],
    ['describe', 'json'],
    ['tasks', 'text'],
    ['plan', 'text'],
    ['plan', 'json'],
    ['plan', 'markdown'],
  ])('in a trace keeps the exception and its meaning: %s -f %s', async (command, format) => {
    const world = await tryout({ files: { 'connectors/lines.yaml': file } });
    expect((await world.run(['apply', '--yes'])).exitCode).toBe(0);
    const trace = `${moved}\n\tat a.B.c(B.java:1)\nCaused by: java.lang.ClassNotFoundException: org.apache.kafka.common.utils.AppInfoParser\n\t... 3 more\n`;
    world.sandbox.worker.failTask('lines', 0, trace);
    await world.sandbox.worker.settled();
    const named = command === 'plan' || command === 'status' ? [] : ['lines'];
    const { stdout } = await world.run([command, ...named, '-f', format]);
    const shown = stdout.replaceAll(/[\\`]/g, '');
    const missing = 'java.lang.ClassNotFoundException: org.apache.kafka.common.utils.AppInfoParser';
    expect(shown).toContain(command === 'plan' ? `ClassNotFoundException: ${meaning}` : missing);
    expect(shown).toContain(meaning);
  });
});
