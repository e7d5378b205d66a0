import { execFile } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../architecture/source-files.ts';
import { pages } from '../docs/links.ts';
import { keepScreenshot, type Look, looks, missingForBrowser, startBrowser } from './browser.ts';
import { layoutProblems } from './page-checks.ts';
import { serveFolder } from './serve-folder.ts';

const missing = missingForBrowser();
if (missing !== undefined) process.stderr.write(`test/site: ${missing}\n`);

const dist = path.join(root, 'docs/.vitepress/dist');
let browser: Awaited<ReturnType<typeof startBrowser>>;
let site: Awaited<ReturnType<typeof serveFolder>>;

/** The pages of the site: those written by hand, and a few of each generated kind. */
const shown = pages
  .filter((page) => page.startsWith('docs/'))
  .filter((page) => !/reference\/problems\/(?!index|masked-value|duplicate-)/.test(page))
  .map((page) => `/${page.slice('docs/'.length).replace(/\.md$/, '.html')}`);

beforeAll(async () => {
  if (missing !== undefined) return;
  const vitepress = path.join(root, 'node_modules/vitepress/bin/vitepress.js');
  await promisify(execFile)(process.execPath, [vitepress, 'build', 'docs'], { cwd: root });
  [browser, site] = await Promise.all([startBrowser(), serveFolder(dist)]);
});

afterAll(async () => {
  site?.close();
  await browser?.close();
});

describe.skipIf(missing !== undefined)('the site of the documentation', () => {
  it.each(Object.entries(looks))('has a first page that reads well: %s', async (name, look) => {
    expect(await problemsAt('/', look, name)).toEqual([]);
  });

  it.each([
    // Colours depend on the languages of the blocks, not on the page.
    [
      'in the dark',
      looks.dark,
      shown.filter((page) => /start|connector-file|plan|json|importing/.test(page)),
    ],
    ['on a phone', looks.phone, shown],
  ] as const)('has no page that scrolls sideways, fails or is pale: %s', async (_, look, addresses) => {
    const tab = await browser.open(look, site.url);
    const problems: string[] = [];
    for (const page of addresses) {
      await tab.page.goto(`${site.url}${page}`, { waitUntil: 'load' });
      const found = [...tab.problems.splice(0), ...(await layoutProblems(tab.page))];
      problems.push(...found.map((problem) => `${page}: ${problem}`));
    }
    await tab.page.close();
    expect(problems).toEqual([]);
  });

  it('finds a page by a word of it, without a server', async () => {
    const { page, problems } = await browser.open(looks.light, site.url);
    await page.goto(`${site.url}/`, { waitUntil: 'networkidle' });
    await page.keyboard.press('Control+k');
    await page.locator('#localsearch-input').fill('dependency-cycle');
    await page.locator('.VPLocalSearchBox .result').first().waitFor();
    await keepScreenshot(page, 'search');
    expect(await page.locator('.VPLocalSearchBox .result').first().getAttribute('href')).toContain(
      'dependency-cycle',
    );
    await page.close();
    expect(problems).toEqual([]);
  });

  it('lists every page in its sidebar', async () => {
    const { page } = await browser.open(looks.light, site.url);
    await page.goto(`${site.url}/start.html`, { waitUntil: 'load' });
    const listed = await page
      .locator('.VPSidebar a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    await page.close();
    const all = pages
      .filter((one) => one.startsWith('docs/'))
      .map(
        (one) =>
          `/${one
            .slice('docs/'.length)
            .replace(/\.md$/, '.html')
            .replace(/(^|\/)index\.html$/, '$1')}`,
      );
    expect(all.filter((one) => !listed.includes(one))).toEqual([]);
  });
});

async function problemsAt(address: string, look: Look, name: string): Promise<string[]> {
  const { page, problems } = await browser.open(look, site.url);
  await page.goto(`${site.url}${address}`, { waitUntil: 'networkidle' });
  await keepScreenshot(page, `first-page-${name}`);
  const found = [...problems, ...(await layoutProblems(page))];
  await page.close();
  return found;
}
