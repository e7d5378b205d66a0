import { describe, expect, it } from 'vitest';
import { isEveryday } from '../../src/model/everyday-value.ts';

describe('a value that may occur by coincidence', () => {
  it.each([
    ...[
      '',
      'a',
      'orders',
      'postgres',
      'changeit',
      'admin123',
      'Password1',
      '5432',
      '2024-01-31',
      '10.0.0.1:9092',
    ],
    ...[
      'eu-central-1',
      'us-gov-west-1',
      'broker:9092',
      'broker-1.example.com:9092',
      'orders-v2',
      'debezium-a1',
    ],
    ...['org.apache.kafka.connect.json.JsonConverter', 'FileStreamSource', '/data/orders', './a/b1/'],
    ...['https://registry:8081', 'jdbc:postgresql://db:5432/orders', 'RUNNING'],
  ])('%j is recognized', (value) => {
    expect(isEveryday(value)).toBe(true);
  });

  it.each([
    ...['hunter2-of-old', 's3cr3t-value', 'correct-horse-battery-staple', 'kX9!aa..2b', 'Tr0ub4dor&3'],
    ...['c2VjcmV0LXZhbHVlLW9mLWEta2V5', 'ghp_0123456789abcdefghij', 'two words of it', 'https://u:p@host/x'],
  ])('%j is not', (value) => {
    expect(isEveryday(value)).toBe(false);
  });
});
