import { describe, expect, it } from 'vitest';
import { canary } from '../support/canaries.ts';
import { leaksOf, readingCommands as reading, validatingCommands as validating } from '../support/leaks.ts';
import { tryout } from '../support/tryout.ts';

const good = 'config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: orders\n';

describe('a problem in a file is shown without the secret', () => {
  const secret = canary('secret');
  const inQuotes = JSON.stringify(secret.secret);
  const escaped = encodeURIComponent(secret.secret);

  it.each<[string, string]>([
    ['an unclosed quote', `  database.password: ${inQuotes.slice(0, -1)}\n`],
    ['text after a closed quote', `  database.password: ${inQuotes} and more: ${inQuotes}\n`],
    ['a tab as indentation', `\tdatabase.password: ${inQuotes}\n`],
    ['an unclosed list', `  database.password: [${inQuotes}\n`],
    ['a colon too many', `  database.password: a: ${secret.word}\n`],
    ['an alias that is not there', `  database.password: *${secret.word}\n`],
    ['a tag that is unknown', `  database.password: !${secret.word} x\n`],
    ['a broken escape', `  database.password: "\\q${secret.word}"\n`],
    ['a block that is not indented', `  database.password: |\n${secret.word}\n`],
    ['a broken line behind it', `  database.password: ${inQuotes}\n  : : :\n`],
    [
      'a broken line within a block',
      `  ssl.key: |\n    -----BEGIN KEY-----\n    ${secret.word}\n   x\n  : y\n`,
    ],
    ['an unclosed quote in a URL', `  connection.url: "https://user:${escaped}@db/x\n`],
    ['an unclosed quote in a parameter', `  connection.url: "jdbc:pg://db/x?password=${escaped}\n`],
    [
      'an unclosed quote in a JAAS line',
      `  sasl.jaas.config: 'a.PlainLoginModule required password="${secret.word}";\n`,
    ],
    [
      'a JAAS line without quotes around it',
      `  some.login: a.PlainLoginModule required password: "${secret.word}"; x: y\n`,
    ],
    ['an unclosed private key', `  some.material: "-----BEGIN PRIVATE KEY-----\n${secret.word}\n`],
    ['a mapping as its value', `  database.password: { value: ${inQuotes} }\n`],
    ['a mapping below it', `  database.password:\n    value: ${inQuotes}\n`],
    ['a list of mappings as its value', `  database.password: [{ value: ${inQuotes} }]\n`],
    ['a nested configuration around it', `  database:\n    password: ${inQuotes}\n`],
    ['the same key again', `  database.password: ${inQuotes}\n  database.password: ${inQuotes}\n`],
    ['an unset variable behind it', `  database.password: ${secret.word}\${env.NOT_SET}\n`],
    ['an unset variable in its URL', `  connection.url: https://u:${escaped}@db/\${env.NOT_SET}\n`],
    ['an unset variable of the project', `  database.password: ${secret.word}\${var.NOT_SET}\n`],
    ['a reference that is not closed', `  database.password: ${secret.word}\${env.\n`],
    ['a placeholder of another tool', `  database.password: ${secret.word}\${OTHER}\n  : :\n`],
    ['an invisible character', `  database.password: "${secret.word}\\u200b"\n  : :\n`],
    ['a key without a value beside it', `  database.password: ${inQuotes} # the key\n  batch.size:\n`],
    ['a comment with it', `  batch.size: # password: ${secret.word}\n`],
  ])('%s', async (_, lines) => {
    const world = await tryout({ files: { 'connectors/a.yaml': good + lines } });
    const expected = { canaries: [secret], exitCodes: [29] };
    expect(await leaksOf(world, validating, expected)).toEqual([]);
    expect(world.sandbox.requests).toEqual([]);
  });

  it.each<[string, string]>([
    ['unclosed', `{"name": "a", "config": {"connector.class": "X", "database.password": ${inQuotes}`],
    ['a comma too many', `{"connector.class": "X", "database.password": ${inQuotes},}`],
    [
      'a key twice',
      `{"connector.class": "X", "database.password": ${inQuotes}, "database.password": ${inQuotes}}`,
    ],
    ['an object as a value', `{"connector.class": "X", "database.password": {"value": ${inQuotes}}}`],
    ['all in one broken line', `{"connector.class": "X" "database.password": ${inQuotes}}`],
  ])('JSON: %s', async (_, contents) => {
    const world = await tryout({ files: { 'connectors/a.json': contents } });
    const expected = { canaries: [secret], exitCodes: [29] };
    expect(await leaksOf(world, validating, expected)).toEqual([]);
  });

  it.each<[string, string]>([
    ['a list as a password', `auth: { basic: { username: me, password: [${inQuotes}] } }`],
    ['a mapping as a token', `auth: { bearer: { token: { is: ${inQuotes} } } }`],
    ['a token with line breaks', `auth: { bearer: { token: "${secret.word}\\n${secret.word}" } }`],
    ['a header with line breaks', `headers: { X-Api-Key: "${secret.word}\\n" }`],
    ['a list as a header', `headers: { X-Api-Key: [${inQuotes}] }`],
    [
      'credentials twice',
      `auth: { basic: { username: me, password: ${inQuotes} }, bearer: { token: ${inQuotes} } }`,
    ],
    ['an unknown key beside it', `auth: { basic: { username: me, password: ${inQuotes}, realm: x } }`],
    ['a misspelt key', `auth: { basic: { username: me, pasword: ${inQuotes} } }`],
    [
      'an unset variable beside it',
      `auth: { basic: { username: "\${env.NOT_SET}", password: ${inQuotes} } }`,
    ],
    ['a broken line', `auth: { basic: { username: me, password: "${secret.word} } }`],
    ['a TLS key in place of a file', `tls: { key: "-----BEGIN PRIVATE KEY----- ${secret.word}" }`],
  ])('in the project file: %s', async (_, line) => {
    const world = await tryout({
      files: {
        'connect-sync.yaml': `version: 1\nclusters:\n  main:\n    url: http://127.0.0.1:1\n    ${line}\n`,
        'connectors/a.yaml': good,
      },
      environment: { CONNECT_SYNC_CLUSTER: 'main' },
    });
    const expected = { canaries: [secret], exitCodes: [0, 29] };
    expect(await leaksOf(world, [...validating, ...reading], expected)).toEqual([]);
  });
});
