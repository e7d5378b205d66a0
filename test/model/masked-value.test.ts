import { describe, expect, it } from 'vitest';
import { isMasked } from '../../src/model/masked-value.ts';

describe('a value that a worker hides', () => {
  it.each(['****', '**************', '[hidden]'])('is %s', (value) => {
    expect(isMasked(value)).toBe(true);
  });

  it.each([undefined, '', '*', '***', 'a****', 'hidden', '${file:/x:y}'])('is not %s', (value) => {
    expect(isMasked(value)).toBe(false);
  });
});
