import { describe, expect, it } from 'vitest';
import { connectorPath } from './rest-client.ts';
import type { Subject } from './subject.ts';
import { create, expectError, reach, readConnector, sourceConfig, uniqueName } from './subject.ts';

/** How a configuration changes between writing and reading: Connect REST contract 6. */
export function describeConfigValues(subject: Subject): void {
  describe('a configuration', () => {
    describeTexts(subject);
    describeOtherTypes(subject);
    describeNull(subject);
  });
}

function describeTexts(subject: Subject): void {
  it('is returned as it was sent, byte for byte', async () => {
    const name = uniqueName('verbatim');
    const config = sourceConfig(subject, name, {
      'a.empty': '',
      'a.padded': '  text \t',
      'a.lines': 'one\ntwo\r\n',
      'a.quotes': `"'\\`,
      'a.unicode': 'größe 日本 😀',
      'a.replacement': 'mysql-debezium-$1',
      'a.reference': '${nobody:some/path:key}',
      'a.unclosed': '${file:',
      'a.large': '12345678901234567890',
    });
    await create(subject, name, config);
    expect((await readConnector(subject, name)).config).toEqual({ ...config, name });
  });

  it('is accepted with spaces around a number, which are kept', async () => {
    const name = uniqueName('padded');
    await create(subject, name, sourceConfig(subject, name, { 'tasks.max': ' 1 ' }));
    await reach(subject, name, 'RUNNING', ['RUNNING']);
    expect((await readConnector(subject, name)).config['tasks.max']).toBe(' 1 ');
  });

  it('keeps the name of the class as it was sent, short or long', async () => {
    for (const alias of ['FileStreamSource', 'FileStreamSourceConnector']) {
      const name = uniqueName('alias');
      await create(subject, name, sourceConfig(subject, name, { 'connector.class': alias }));
      expect((await readConnector(subject, name)).config['connector.class']).toBe(alias);
    }
  });
}

function describeOtherTypes(subject: Subject): void {
  const { rest } = subject;

  it('stores numbers and booleans as their text', async () => {
    const name = uniqueName('numbers');
    const texts = JSON.stringify(sourceConfig(subject, name)).slice(0, -1);
    const raw = `${texts},"a.int":1,"a.fraction":1.50,"a.exponent":1e3,"a.negative":-0.0,"a.large":12345678901234567890,"a.true":true}`;
    const answer = await rest.send('PUT', connectorPath(name, '/config'), { raw });
    expect(answer.status, answer.text).toBe(201);
    expect((await readConnector(subject, name)).config).toMatchObject({
      'a.int': '1',
      'a.fraction': '1.50',
      'a.exponent': '1e3',
      'a.negative': '-0.0',
      'a.large': '12345678901234567890',
      'a.true': 'true',
    });
  });

  it('stores the last of two values of one key', async () => {
    const name = uniqueName('twice');
    const texts = JSON.stringify(sourceConfig(subject, name)).slice(0, -1);
    const raw = `${texts},"a.key":"first","a.key":"last"}`;
    await rest.send('PUT', connectorPath(name, '/config'), { raw });
    expect((await readConnector(subject, name)).config['a.key']).toBe('last');
  });
}

function describeNull(subject: Subject): void {
  const { rest, rules } = subject;
  const put = (name: string) =>
    rest.put(connectorPath(name, '/config'), { ...sourceConfig(subject, name), 'a.key': null });

  if (rules.nullRefused) {
    it('with null is rejected', async () => {
      const name = uniqueName('null');
      expectError(await put(name), 400, /Null value can not be supplied as the configuration value\./);
    });
  } else {
    it('with null is stored, and the connector fails', async () => {
      const name = uniqueName('null');
      expect((await put(name)).status).toBe(201);
      expect((await readConnector(subject, name)).config['a.key']).toBeNull();
      await reach(subject, name, 'FAILED', []);
    });
  }
}
