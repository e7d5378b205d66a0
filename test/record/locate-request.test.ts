import { describe, expect, it } from 'vitest';
import { locateRequest, shownConnectPath } from '../../src/record/locate-request.ts';

const known = new Set(['http://gateway/connect/dev']);

function locate(target: string, method = 'GET', origin = 'http://worker:8083') {
  const found = locateRequest({ method, target, origin }, known);
  return found.kind === 'connect'
    ? `${found.base} ${found.path}`
    : found.kind === 'other'
      ? `- ${found.url}`
      : '?';
}

describe('the worker that a request is for', () => {
  const cases: readonly (readonly [target: string, found: string])[] = [
    ['http://connect:8083/connectors', 'http://connect:8083 /connectors'],
    ['http://connect:8083/connectors/a%20b/config?x=1', 'http://connect:8083 /connectors/a%20b/config?x=1'],
    ['http://CONNECT:80/connectors/', 'http://connect /connectors/'],
    ['http://connect:8083//connectors', 'http://connect:8083 /connectors'],
    ['http://connect:8083/connectors//config', 'http://connect:8083 /connectors//config'],
    ['http://user:p@ss@connect:8083/connectors', 'http://connect:8083 /connectors'],
    [
      'http://gateway/api/connect/dev/connectors/x/status',
      'http://gateway/api/connect/dev /connectors/x/status',
    ],
    ['http://connect:8083/connectors/connectors/config', 'http://connect:8083 /connectors/connectors/config'],
    ['http://connect:8083/connector-plugins', 'http://connect:8083 /connector-plugins'],
    ['http://connect:8083/admin/loggers/root', 'http://connect:8083 /admin/loggers/root'],
    ['http://connect:8083', 'http://connect:8083 /'],
    ['http://connect:8083/?a=b#part', 'http://connect:8083 /?a=b'],
    ['http://gateway/connect/dev/', 'http://gateway/connect/dev /'],
    ['http://127.0.0.1:8083/connectors', 'http://localhost:8083 /connectors'],
    ['http://[::1]:8083/connectors', 'http://localhost:8083 /connectors'],
    ['http://[fd00::7]:8083/connectors', 'http://[fd00::7]:8083 /connectors'],
    ['/connectors/x', 'http://worker:8083 /connectors/x'],
    ['https://connect/connectors', 'https://connect /connectors'],
  ];

  it.each(cases)('%s', (target, found) => {
    expect(locate(target)).toBe(found);
  });
});

describe('a request that is not for Kafka Connect', () => {
  const cases: readonly (readonly [target: string, found: string])[] = [
    ['http://registry:8081/subjects/orders-value/versions', '- http://registry:8081/subjects/…'],
    ['http://ksqldb:8088/ksql', '- http://ksqldb:8088/ksql'],
    ['http://elastic:9200/_index_template/x', '- http://elastic:9200/_index_template/…'],
    ['http://api.example.com/bot123:SECRET/sendMessage', '- http://api.example.com/…'],
    ['http://gateway/connect/test/', '- http://gateway/connect/…'],
    ['http://connect:8083/connectorsx', '- http://connect:8083/connectorsx'],
    ['http://connect:99999/connectors', '?'],
    ['http:///connectors', '?'],
    ['ftp://connect/connectors', '?'],
    ['*', '?'],
  ];

  it.each(cases)('%s', (target, found) => {
    expect(locate(target)).toBe(found);
  });

  it('is a write to the root of a host', () => {
    expect(locate('http://ksqldb:8088/', 'POST')).toBe('- http://ksqldb:8088/');
  });
});

describe('the path of a request as it is shown', () => {
  it('hides the values of parameters that the REST API does not have', () => {
    const path = '/connectors?expand=status&expand=info&token=abc&includeTasks=true&forward=a%40b';
    expect(shownConnectPath(path)).toBe(
      '/connectors?expand=status&expand=info&token=…&includeTasks=true&forward=…',
    );
  });
});
