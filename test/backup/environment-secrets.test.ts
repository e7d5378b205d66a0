import { describe, expect, it } from 'vitest';
import { environmentSecrets } from '../../src/backup/environment-secrets.ts';

describe('values that may come from the environment', () => {
  const secrets = environmentSecrets(
    new Map([
      ['NOTE', 'some-value'],
      ['HOME', '/home/somebody'],
      ['CI_PIPELINE', 'a-long-pipeline'],
      ['RETRIES', '1000000'],
      ['DEBUG', 'true'],
    ]),
  );

  it.each(['some-value', 'jdbc:x://some-value@host'])('are masked: %s', (text) => {
    expect(secrets.isIn(text)).toBe(true);
  });

  it.each(['/home/somebody/lines.txt', 'a-long-pipeline', '1000000', 'true', 'another'])(
    'do not include common variables, short values and numbers: %s',
    (text) => {
      expect(secrets.isIn(text)).toBe(false);
    },
  );
});
