import { describe, expect, test } from 'vitest';
import { allowedValues } from '../../src/plugins/allowed-values.ts';

describe('the allowed values in the refusal of another one', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'Kafka Connect',
      'Invalid value x for configuration errors.tolerance: String must be one of: none, all',
      ['all', 'none'],
    ],
    [
      'a set of Kafka clients',
      'Invalid value x for configuration security.protocol: String must be one of (case insensitive): SASL_SSL, PLAINTEXT, SSL, SASL_PLAINTEXT',
      ['PLAINTEXT', 'SASL_PLAINTEXT', 'SASL_SSL', 'SSL'],
    ],
    [
      'Debezium',
      "The 'database.ssl.mode' value is invalid: Value must be one of verify_identity, disabled, preferred, required, verify_ca",
      ['disabled', 'preferred', 'required', 'verify_ca', 'verify_identity'],
    ],
    [
      'MongoDB',
      'Invalid value x for configuration k: Invalid enumerator value. Should be one of: [none, data, all]',
      ['all', 'data', 'none'],
    ],
    [
      'Google Pub/Sub',
      'Valid values for orderingKeySource are [none, key, partition]',
      ['key', 'none', 'partition'],
    ],
    ['a null among them', 'String must be one of: null, unix, string', ['string', 'unix']],
  ])('is read from the words of %s', (_, refusal, values) => {
    expect(allowedValues(['something else', refusal])).toEqual(values);
  });

  test.each([
    'Invalid value x for configuration k: Does not match expected class pattern.',
    'Value must be one of the letters, or what else fits the table below',
    'Unknown pattern letter: o',
    'Valid values are described in the manual of the database',
    '',
  ])('is not seen in: %s', (refusal) => {
    expect(allowedValues([refusal])).toBeUndefined();
  });
});
