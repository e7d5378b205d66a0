import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findTokens, tokenFormats } from '../../../src/model/redaction/token-formats.ts';
import { seed } from '../../support/property-runs.ts';

describe('a token of a well-known service', () => {
  it.each(tokenFormats.map((format) => [format.source]))('is found: %s', (source) => {
    const alone = new RegExp(`^${source.replaceAll(/\(\?(?:<!|!)\[[^\]]*\]\)/g, '')}$`);
    fc.assert(
      fc.property(fc.stringMatching(alone), (token) => {
        expect(findTokens(token)).not.toEqual([]);
        expect(findTokens(`the value is ${token}, as configured`)).not.toEqual([]);
      }),
      { numRuns: 60, seed },
    );
  });
});
