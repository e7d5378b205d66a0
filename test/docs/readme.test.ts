import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../architecture/source-files.ts';
import { readPage } from './links.ts';

const readme = readPage('README.md');

describe('the README', () => {
  it('is at most 150 lines long', () => {
    expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(150);
  });

  it('shows the recording of the demo, with a description of it', () => {
    const picture = /!\[([^\]]{20,})\]\((docs\/public\/demo\.svg)\)/.exec(readme);
    expect(picture?.[1]).toContain('plan');
    expect(existsSync(path.join(root, picture?.[2] ?? 'missing'))).toBe(true);
  });
});
