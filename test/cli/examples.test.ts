import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tryout } from '../support/tryout.ts';

const examples = path.resolve(import.meta.dirname, '../../connectors');
const names = ['sink-elastic-orders-00', 'sink-neo4j-orders-00', 'source-debezium-orders-00'];

/** The example connectors of the repository. */
function files(): Record<string, string> {
  return Object.fromEntries(
    readdirSync(examples).map((file) => [
      `connectors/${file}`,
      readFileSync(path.join(examples, file), 'utf8'),
    ]),
  );
}

describe('the example connectors', () => {
  it('are the three of the tutorial', () => {
    const found = Object.keys(files()).filter((file) => file.endsWith('.yaml'));
    expect(found.sort()).toEqual(names.map((name) => `connectors/${name}.yaml`));
  });

  it.each(['2.8', '3.4', '3.9', '4.3', '4.4'] as const)(
    'are applied to Kafka Connect %s, and need no other change',
    async (connectVersion) => {
      const { sandbox, run } = await tryout({ files: files(), connectVersion });
      const environment = ['--dotenv', 'connectors/.env.example'];

      const apply = await run(['apply', '--yes', '--stable-for', '1s', ...environment]);
      expect(apply.stdout).toContain('3 planned: 3 applied.');
      expect(apply.exitCode, apply.stderr).toBe(0);
      expect(apply.stderr, 'nothing in them is worth a warning').not.toContain('warning');
      const plan = await run(['plan', '--detailed-exitcode', ...environment]);
      expect(plan.stdout).toContain('No differences: 3 connectors');
      expect(plan.exitCode).toBe(0);

      expect(names.filter((name) => sandbox.worker.config(name) !== undefined)).toEqual(names);
      expect(sandbox.worker.config('source-debezium-orders-00')).toMatchObject({
        'transforms.addTopicPrefix.regex': '(.*)',
        'transforms.addTopicPrefix.replacement': 'mysql-debezium-$1',
        transforms: 'unwrap,addTopicPrefix',
        'database.history.producer.sasl.jaas.config':
          'org.apache.kafka.common.security.plain.PlainLoginModule required ' +
          'username="MADEUPAPIKEY1234" password="made-up-api-secret-5678";',
        'value.converter.basic.auth.user.info': 'made-up-user:made-up-registry-password',
      });
    },
  );

  it('use exactly the variables of .env.example', () => {
    const texts = Object.entries(files());
    const yaml = texts.filter(([file]) => file.endsWith('.yaml')).map(([, text]) => withoutComments(text));
    const asked = yaml.flatMap((text) => [...text.matchAll(/\$\{env\.(\w+)\}/g)].map(([, name]) => name));
    const given = (files()['connectors/.env.example'] ?? '').matchAll(/^(\w+)=/gm);
    expect([...given].map(([, name]) => name).sort()).toEqual([...new Set(asked)].sort());
  });

  it('show none of the example secrets', async () => {
    const { run } = await tryout({ files: files() });
    const secrets = [...(files()['connectors/.env.example'] ?? '').matchAll(/^\w+=(.+)$/gm)];
    const { stdout } = await run(['plan', '--dotenv', 'connectors/.env.example']);
    expect(stdout).toContain('+database.password: (sensitive #');
    expect(secrets.map(([, value = '']) => value).filter((value) => stdout.includes(value))).toEqual([]);
  });
});

function withoutComments(yaml: string): string {
  return yaml.replaceAll(/^\s*#.*$/gm, '');
}
