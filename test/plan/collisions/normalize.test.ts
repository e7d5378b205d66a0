import { describe, expect, it } from 'vitest';
import { normalizeBrokers, normalizeHost, normalizeUrl } from '../../../src/plan/collisions/normalize.ts';

describe('addresses', () => {
  it.each([
    ['DB.Example.', 'db.example'],
    ['127.0.0.1', 'localhost'],
    ['[::1]', 'localhost'],
    ['10.0.0.1', '10.0.0.1'],
  ])('the host %s is %s', (host, expected) => {
    expect(normalizeHost(host)).toBe(expected);
  });

  it('the brokers of a list are compared without protocol, case and repetition', () => {
    expect(normalizeBrokers('SSL://K1:9093, k2:9092,,k2:9092')).toEqual(['k1:9093', 'k2:9092']);
  });

  it.each([
    [
      'jdbc:postgresql://U:p@DB/shop?user=a&currentSchema=x&password=b',
      ['jdbc:postgresql://db:5432/shop?currentSchema=x'],
    ],
    [
      'jdbc:sqlserver://db;user=a;databaseName=shop;password=b',
      ['jdbc:sqlserver://db:1433;databaseName=shop'],
    ],
    [
      'mongodb://u:p@a,b:27018/shop?replicaSet=rs',
      ['mongodb://a:27017/shop?replicaSet=rs', 'mongodb://b:27018/shop?replicaSet=rs'],
    ],
    ['https://es1/, http://u:p@ES2:9200', ['https://es1:443', 'http://es2:9200']],
    ['jdbc:oracle:thin:@//db:1521/shop', ['jdbc:oracle:thin:@//db:1521/shop']],
    ['${file:/etc/db:url}', ['${file:/etc/db:url}']],
    ['jdbc:sqlite:shop.db', ['jdbc:sqlite:shop.db']],
  ])('the URL %s is %j', (url, expected) => {
    expect(normalizeUrl(url)).toEqual(expected);
  });
});
