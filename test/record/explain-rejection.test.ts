import { describe, expect, it } from 'vitest';
import { explainRejection, nameInBody } from '../../src/record/explain-rejection.ts';

const secret = 'hunter2-and-more';

function explain(body: string, others: Partial<Parameters<typeof explainRejection>[0]> = {}): string {
  return explainRejection({
    status: 400,
    contentType: 'application/json',
    contentEncoding: undefined,
    body,
    name: 'orders',
    ...others,
  });
}

describe('why a worker rejects a request', () => {
  it.each([
    [`{"password": "${secret}"`, 'its body is not valid JSON'],
    ['', 'its body is empty'],
    [`["${secret}"]`, 'its body is not a JSON object'],
    [`{"password": "${secret}"}`, 'it has no connector.class'],
    [`{"connector.class": "X", "name": "${secret}"}`, 'the name in its config is another one'],
    [
      `{"connector.class": "X", "nested": {"password": "${secret}"}}`,
      'a value in its config is an object or a list',
    ],
    ['{"connector.class": "X"}', 'a worker does not accept this request'],
  ])('%s', (body, reason) => {
    expect(explain(body)).toBe(reason);
  });

  it('names what is missing in a POST', () => {
    expect(explain('{"name": "a"}', { name: undefined })).toBe('it has no config');
    expect(explain('{"config": {"connector.class": "X"}}', { name: undefined })).toBe('it has no name');
  });

  it('names the headers', () => {
    expect(explain('{}', { status: 415, contentType: undefined })).toContain('no Content-Type header');
    expect(explain('{}', { status: 415, contentType: 'text/plain' })).toContain('not application/json');
    expect(explain('x', { contentEncoding: 'gzip' })).toBe('its body is compressed');
    expect(explain('', { status: 413 })).toBe('its body is too large');
  });
});

describe('the name in a rejected body', () => {
  it.each([
    ['{"name": " orders ", "config": {}}', 'orders'],
    ['{"config": {"a": "b"}, "name" : "orders", ', 'orders'],
    ['{"config": {}}', '(without a name)'],
    ['name=orders', '(without a name)'],
    ['{"name": 7}', '(without a name)'],
  ])('%s', (body, name) => {
    expect(nameInBody(body)).toBe(name);
  });
});
