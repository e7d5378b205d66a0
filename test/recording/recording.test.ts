import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { root } from '../architecture/source-files.ts';
import { isAsShown } from '../docs/compare-output.ts';
import { keepScreenshot, looks, missingForBrowser, startBrowser } from '../site/browser.ts';
import { recordStory } from './record-story.ts';
import { renderSvg } from './render-svg.ts';

const svg = readFileSync(path.join(root, 'docs/public/demo.svg'), 'utf8');
const missing = missingForBrowser();
if (missing !== undefined) process.stderr.write(`test/recording: ${missing}\n`);

describe('the picture of the README', () => {
  it('shows what the program prints today, up to times: npm run docs:recording', async () => {
    const current = renderSvg(await recordStory());
    expect(isAsShown(linesOf(svg), linesOf(current).join('\n')), linesOf(current).join('\n')).toBe(true);
  });

  it('is small and stands alone', () => {
    expect(svg.length).toBeLessThan(100_000);
    expect(svg).not.toMatch(/<script|href=|url\(|@import/);
  });

  it.skipIf(missing !== undefined)('is shown by a browser, light and dark', async () => {
    const browser = await startBrowser();
    for (const name of ['light', 'dark'] as const) {
      const { page, problems } = await browser.open(looks[name], 'about:');
      const image = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
      await page.setContent(
        `<style>:root { color-scheme: light dark }</style><img alt="" width="830" src="${image}">`,
      );
      await page.locator('img').evaluate('(image) => image.decode()');
      await keepScreenshot(page, `demo-${name}`);
      expect(problems).toEqual([]);
      await page.close();
    }
    await browser.close();
  });
});

/** The lines of the picture, in a fixed order: two changes are applied at a time, and either can end first. */
function linesOf(text: string): string[] {
  const lines = [...text.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, content = '']) =>
    content.replaceAll(/<[^>]*>/g, '').replace(/\[\d\/\d\]/, '[n/n]'),
  );
  return lines.sort();
}
