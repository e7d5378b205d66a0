import { describe, expect, it } from 'vitest';
import { environmentSecrets } from '../../src/backup/environment-secrets.ts';

describe('what may have come from the environment', () => {
  const secrets = environmentSecrets(
    new Map([
      ['NOTE', 'some-value'],
      ['HOME', '/home/somebody'],
      ['CI_PIPELINE', 'a-long-pipeline'],
      ['RETRIES', '1000000'],
      ['DEBUG', 'true'],
    ]),
  );

  it.each(['some-value', 'jdbc:x://some-value@host'])('is masked: %s', (text) => {
    expect(secrets.isIn(text)).toBe(true);
  });

  it.each(['/home/somebody/lines.txt', 'a-long-pipeline', '1000000', 'true', 'another'])(
    'is not what every machine has, or many a value is: %s',
    (text) => {
      expect(secrets.isIn(text)).toBe(false);
    },
  );
});
