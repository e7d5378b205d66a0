import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFakeForge } from '../support/forge/fake-forge.ts';
import { renderAsGitHub } from '../support/github-page.ts';
import { tryout } from '../support/tryout.ts';
import { keepScreenshot, looks, missingForBrowser, startBrowser } from './browser.ts';
import { commentPage } from './comment-page.ts';
import { layoutProblems } from './page-checks.ts';

const missing = missingForBrowser();
if (missing !== undefined) process.stderr.write(`test/site: ${missing}\n`);

let browser: Awaited<ReturnType<typeof startBrowser>>;

beforeAll(async () => {
  if (missing === undefined) browser = await startBrowser();
});
afterAll(async () => browser?.close());

describe.skipIf(missing !== undefined)('the comment on a pull request', () => {
  it('reads well as GitHub shows it: light, dark, and on a phone', async () => {
    const html = commentPage(renderAsGitHub(await comment()));
    for (const [name, look] of Object.entries(looks)) {
      const { page, problems } = await browser.open(look, 'about:');
      await page.setContent(html);
      await keepScreenshot(page, `comment-${name}`);
      expect([...problems, ...(await layoutProblems(page))], name).toEqual([]);
      await page.close();
    }
  });
});

/** The comment for a plan that creates, updates and deletes. */
async function comment(): Promise<string> {
  const forge = await startFakeForge('github');
  const source = (topic: string, file: string) =>
    `config: {connector.class: FileStreamSource, tasks.max: 1, file: ${file}, topic: ${topic}}\n`;
  const { folder, run } = await tryout({
    files: {
      'connectors/orders-lines.yaml': source('order-lines', '/data/lines.txt'),
      'connectors/orders-audit.yaml': source('order-audit', '/data/audit.txt'),
      'connectors/orders-events.yaml': source('order-events', '/data/events.txt'),
    },
    environment: forge.environment,
  });
  await run(['apply', '--yes']);
  folder.write('connectors/orders-lines.yaml', source('order-lines', '/data/orders/lines-2026.txt'));
  folder.write('connectors/orders-audit.yaml', `state: absent\n`);
  folder.write('connectors/orders-returns.yaml', source('order-returns', '/data/returns.txt'));
  await run(['plan', '--out', 'plan.json', '--allow-deletes', '1']);
  await run(['comment', 'plan.json']);
  const body = forge.comments()[0]?.body;
  if (body === undefined) throw new Error('no comment was posted');
  return body;
}
