import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

const script = readFileSync(path.join(import.meta.dirname, 'layout-problems.js'), 'utf8');

/** What makes a page hard to read: it scrolls sideways, or its code is too small or too pale. */
export function layoutProblems(page: Page): Promise<string[]> {
  return page.evaluate(script);
}
