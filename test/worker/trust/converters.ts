import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { type Trial, trial } from './trial.ts';

const apply = ['apply', '--yes', '--stable-for', '1s'];
const asText = { 'value.converter': 'org.apache.kafka.connect.storage.StringConverter' };
const asJson = {
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter.schemas.enable': 'false',
};

/**
 * A change of the converter alone, which workers before 3.7.1 store without restarting running tasks
 * (KAFKA-9228). A sink writes what arrives in Kafka to a file, which proves the change.
 */
export function describeConverters(url: () => string, version: string): void {
  const needsRestart = version < '3.7.1';

  it('reaches the running task, and its rollback does too', () =>
    trial(url(), async (converters) => {
      const lines = path.join(converters.folder.directory, 'lines.txt');
      await appendFile(lines, 'one\n');
      declareSource(converters, asText);
      declareSink(converters);
      expect((await converters.run(apply)).exitCode).toBe(0);
      await arrives(converters, ['one']);

      declareSource(converters, asJson);
      const plan = await converters.run(['plan']);
      const says = `because Kafka Connect ${version} does not pass on value.converter`;
      if (needsRestart) expect(plan.stdout).toContain(says);
      else expect(plan.stdout).not.toContain(says);
      expect((await converters.run(apply)).exitCode).toBe(0);
      await appendFile(lines, 'two\n');
      await arrives(converters, ['one', '"two"']);

      declareSource(converters, asText);
      converters.declare('convert-broken', {
        config: {
          'connector.class': 'org.apache.kafka.connect.file.FileStreamSinkConnector',
          'tasks.max': '1',
          topics: topicOf(converters),
          file: path.join(converters.folder.directory, 'no-such-folder/out.txt'),
        },
      });
      const rolledBack = await converters.run([...apply, '--on-failure', 'rollback']);
      expect(rolledBack.stdout).toContain('rolled back: convert-source is as it was before');
      expect(rolledBack.exitCode).toBe(26);
      await appendFile(lines, 'three\n');
      await arrives(converters, ['one', '"two"', '"three"']);
    }));
}

/** Waits until the sink has written these lines and no other. */
async function arrives({ folder }: Trial, lines: readonly string[]): Promise<void> {
  const file = path.join(folder.directory, 'out.txt');
  await eventually(async () => {
    expect((await readFile(file, 'utf8')).trim().split('\n')).toEqual(lines);
  });
}

function declareSource(converters: Trial, converter: Readonly<Record<string, string>>): void {
  converters.declare('convert-source', {
    config: {
      'connector.class': 'org.apache.kafka.connect.file.FileStreamSourceConnector',
      'tasks.max': '1',
      file: path.join(converters.folder.directory, 'lines.txt'),
      topic: topicOf(converters),
      ...converter,
    },
  });
}

function declareSink(converters: Trial): void {
  converters.declare('convert-sink', {
    config: {
      'connector.class': 'org.apache.kafka.connect.file.FileStreamSinkConnector',
      'tasks.max': '1',
      file: path.join(converters.folder.directory, 'out.txt'),
      topics: topicOf(converters),
      ...asText,
    },
  });
}

/** One of its own: all workers share a broker. */
function topicOf({ folder }: Trial): string {
  return path.basename(folder.directory);
}
