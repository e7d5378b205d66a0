import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { type Canary, findLeaks, plainCanary } from '../support/canaries.ts';
import { connectorFile } from '../support/secret-world.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

/** How a value holds a secret, under a key that says nothing of it. */
const forms: Readonly<Record<string, (secret: string) => string>> = {
  headers: (secret) => `Accept: */*|Authorization: Bearer ${secret}|X-Request-Id: 1`,
  'api-key': (secret) => `Accept:application/json,X-Api-Key:${secret}`,
  'vault-token': (secret) => `Accept: text/plain\nX-Vault-Token: ${secret}`,
  cookie: (secret) => `Cookie: sid=${secret}; theme=dark`,
  basic: (secret) => `Basic ${Buffer.from(`app:${secret}`).toString('base64')}`,
  hosts: (secret) => `app:${secret}@one:27017,app:${secret}@two.example.com:27017`,
  presigned: (secret) => `https://bucket.s3.amazonaws.com/key?X-Amz-Date=1&X-Amz-Signature=${secret}`,
  sas: (secret) => `https://acct.blob.core.windows.net/c?sv=2024-01-01&sig=${secret}`,
  fragment: (secret) => `https://app.example/cb#access_token=${secret}&token_type=bearer`,
  webhook: (secret) => `https://hooks.slack.com/services/T0/B0/${secret}`,
  'name-value': (secret) => JSON.stringify([{ name: 'password', value: secret }]),
  'json-in-json': (secret) => JSON.stringify(JSON.stringify({ password: secret })),
  xml: (secret) => `<login><password>${secret}</password></login>`,
  attribute: (secret) => `<property name="password" value="${secret}"/>`,
  option: (secret) => `load --password ${secret} --host db`,
  client: (secret) => `mysql -u app -p${secret} orders`,
  oracle: (secret) => `scott/${secret}@//db:1521/orcl`,
  default: (secret) => `\${env:NAME:-${secret}}`,
  'token-in-reference': (secret) => `\${vault:secret/x?token=${secret}:field}`,
};

/** From the environment, within a provider reference. */
const references: Readonly<Record<string, (name: string) => string>> = {
  'path-of-reference': (name) => `\${vault:secret/\${env.${name}}:field}`,
  'key-of-reference': (name) => `\${file:/secrets.properties:\${env.${name}}}`,
  'reference-in-reference': (name) => `\${vault:\${file:/a:\${env.${name}}}:field}`,
};

const readable = {
  'plain-reference': '${file:/secrets.properties:field}',
  mechanism: 'SCRAM-SHA-512',
  fields: 'password,token',
};

interface Generation {
  readonly canaries: readonly Canary[];
  readonly environment: Readonly<Record<string, string>>;
  readonly file: string;
}

function generation(side: string): Generation {
  const canaries = [...Object.keys(forms), ...Object.keys(references)].map((form) =>
    plainCanary(`${form} ${side}`),
  );
  const secretOf = (form: string) => canaries.find(({ of }) => of === `${form} ${side}`)?.secret ?? '';
  const config = Object.fromEntries([
    ...Object.entries(forms).map(([form, write]) => [`some.${form}`, write(secretOf(form))]),
    ...Object.keys(references).map((form) => [`some.${form}`, references[form]?.(variable(form))]),
    ...Object.entries(readable).map(([form, text]) => [`other.${form}`, text]),
  ]);
  const environment = Object.keys(references).map((form) => [variable(form), secretOf(form)]);
  return { canaries, environment: Object.fromEntries(environment), file: connectorFile({ config }) };
}

function variable(form: string): string {
  return form.toUpperCase().replaceAll('-', '_');
}

const commands = [
  ...['text', 'json', 'markdown', 'json-patch'].map((format) => ['plan', '-f', format]),
  ['drift'],
  ['drift', '-f', 'json'],
  ['show'],
  ['show', '--planned'],
  ['render'],
  ['validate', '--strict'],
  ['describe', 'a'],
  ['offsets', 'a', '-f', 'json'],
  ['status', 'a'],
];

/** Everything that is printed with these secrets in the files and their predecessors on the cluster. */
async function printEverything(world: Tryout, environment: Generation['environment']) {
  const outputs: string[] = [];
  for (const command of commands) {
    const { stdout, stderr, exitCode } = await world.run(command, { environment });
    expect(exitCode, stderr).not.toBe(64);
    outputs.push(`${command.join(' ')}\n${stdout}${stderr}`);
  }
  return outputs;
}

it('a secret that is recognized by its form shows in no output, and the values beside it stay readable', async () => {
  const [before, after] = [generation('before'), generation('after')];
  const world = await tryout({ files: { 'connectors/a.yaml': before.file } });
  const applied = await world.run(['apply', '--yes', '--stable-for', '1s'], {
    environment: before.environment,
  });
  expect(applied.exitCode, applied.stdout + applied.stderr).toBe(0);
  world.sandbox.worker.setOffsets('a', [
    { partition: { from: forms['hosts']?.(before.canaries[0]?.secret ?? '') }, offset: { at: 1 } },
  ]);
  world.folder.write('connectors/a.yaml', after.file);
  const canaries = [...before.canaries, ...after.canaries];
  const outputs = [
    applied.stdout + applied.stderr,
    ...(await printEverything(world, after.environment)),
    // Without the values of the environment, and with an error on every line.
    ...(await printEverything(world, {})),
  ];
  world.folder.write('connectors/a.yaml', `${after.file}${after.file.replace('config:\n', '')}`);
  outputs.push(...(await printEverything(world, after.environment)));
  const leaks = outputs.flatMap((output) =>
    findLeaks(output, canaries).map((leak) => `${output.slice(0, output.indexOf('\n'))}: ${leak}`),
  );
  expect([...new Set(leaks)]).toEqual([]);
  const render = outputs.find((output) => output.startsWith('render\n'));
  expect(render).toContain('(sensitive #');
  for (const text of Object.values(readable)) expect(render).toContain(text);
});

it('a secret that is recognized by its form is not imported into connector files', async () => {
  const { environment, file, ...rest } = generation('before');
  // What a reference holds was put into it by the files; import cannot tell it from a path.
  const canaries = rest.canaries.filter(
    ({ of }) => (!of.includes('of-reference') && !of.includes('in-reference')) || of.startsWith('token'),
  );
  const world = await tryout({ files: { 'connectors/a.yaml': file } });
  expect((await world.run(['apply', '--yes', '--stable-for', '1s'], { environment })).exitCode).toBe(0);
  world.folder.write(
    'connectors/a.yaml',
    connectorFile({ config: {} }).replace('config:', 'name: other\nconfig:'),
  );
  const run = await world.run(['import', 'a', '--out', 'imported'], { environment });
  expect(run.exitCode, run.stdout + run.stderr).toBe(0);
  const folder = path.join(world.folder.directory, 'imported');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.yaml'),
  );
  expect(files).not.toEqual([]);
  const texts = files.map((name) => readFileSync(path.join(folder, name), 'utf8'));
  expect(findLeaks(texts.join('\n') + run.stdout + run.stderr, canaries)).toEqual([]);
});
