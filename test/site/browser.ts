import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { root } from '../architecture/source-files.ts';

/** Where the screenshots of a run are kept, for a person to look at. */
const screenshots = path.join(root, 'build/screenshots');

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Why no browser can be started here, in one line; undefined: one can. With CONNECT_SYNC_REQUIRE_CHROMIUM=1, which CI
 * sets, a missing one is an error: there, skipping would hide it.
 */
export function missingForBrowser(): string | undefined {
  if (executable() !== undefined) return undefined;
  const message = 'skipped: no Chromium (Debian: apt-get install chromium; or set CHROMIUM)';
  if (process.env['CONNECT_SYNC_REQUIRE_CHROMIUM'] === '1') throw new Error(message);
  return message;
}

function executable(): string | undefined {
  return [process.env['CHROMIUM'] ?? '', ...places].find((file) => file !== '' && existsSync(file));
}

/** How a page is looked at. */
export interface Look {
  readonly scheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
}

export const looks = {
  light: { scheme: 'light', width: 1280, height: 900 },
  dark: { scheme: 'dark', width: 1280, height: 900 },
  phone: { scheme: 'light', width: 390, height: 844 },
} as const satisfies Record<string, Look>;

/** A page of the browser, and what went wrong on it so far. */
export interface Tab {
  readonly page: Page;
  /** Errors of the console and of scripts, failed requests, and requests to other hosts than the one given. */
  readonly problems: string[];
}

/** A browser with an empty profile that contacts nobody by itself. */
export async function startBrowser() {
  const profile = mkdtempSync(path.join(tmpdir(), 'connect-sync-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: executable() ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return {
    open: (look: Look, origin: string) => openTab(context, look, origin),
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

async function openTab(context: BrowserContext, look: Look, origin: string): Promise<Tab> {
  const page = await context.newPage();
  await page.setViewportSize(look);
  await page.emulateMedia({ colorScheme: look.scheme, reducedMotion: 'reduce' });
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`script: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(?:data|blob|about):/.test(url))
      problems.push(`external request: ${url}`);
  });
  return { page, problems };
}

/** Keeps a picture of the page; `name` without the ending. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: path.join(screenshots, `${name}.png`) });
}
