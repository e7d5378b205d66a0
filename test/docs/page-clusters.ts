import type { MaskStyle } from '../../src/sandbox/masking.ts';
import { type ConnectVersion, type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { realClock } from '../support/real-clock.ts';
import type { PageScript } from './page-steps.ts';

/** The clusters that a page talks about, each a sandbox. */
export interface PageClusters {
  readonly sandboxes: readonly Sandbox[];
  /** Replaces the URLs of the page by those of the sandboxes. */
  toSandbox(text: string): string;
  /** And back. */
  toPage(text: string): string;
  close(): Promise<void>;
}

const usual = 'http://localhost:8083';

/** Starts a sandbox for each cluster of a page: for each URL with a port from 8083 to 8099, workers of one cluster once. */
export async function startPageClusters(text: string, script: PageScript): Promise<PageClusters> {
  const found = text.match(/https?:\/\/[\w.-]+:80(?:8[3-9]|9\d)\b/g) ?? [];
  const urls = [...new Set([usual, ...found])];
  const started = new Map<string, Sandbox>();
  const real = new Map<string, string>();
  for (const url of urls) {
    const cluster = url.replace('127.0.0.1', 'localhost').replace(/-\d+(?=\.|:)/, '');
    const sandbox = started.get(cluster) ?? (await startOne(url, script));
    const isFirst = !started.has(cluster);
    started.set(cluster, sandbox);
    real.set(url, isFirst ? sandbox.url : sandbox.url.replace('127.0.0.1', 'localhost'));
  }
  const localhost = (address: string) => address.replace(/^https?:\/\//, '');
  const pairs = [...real].sort(([one], [other]) => other.length - one.length);
  return {
    sandboxes: [...started.values()],
    toSandbox: (shown) =>
      pairs
        .reduce((before, [url, target]) => before.replaceAll(url, target), shown)
        .replaceAll(/(?<![\w/.-])localhost:8083\b/g, localhost(real.get(usual) ?? usual)),
    toPage: (shown) =>
      [...real].reduce(
        (before, [url, target]) => before.replaceAll(localhost(target), localhost(url)),
        shown,
      ),
    close: async () => void (await Promise.all([...started.values()].map((sandbox) => sandbox.close()))),
  };
}

async function startOne(url: string, script: PageScript): Promise<Sandbox> {
  const words = script.sandbox.filter(([first = '']) => !first.includes('://') || first === url).flat();
  const after = (word: string) => (words.includes(word) ? words[words.indexOf(word) + 1] : undefined);
  const id = after('id');
  return startSandbox({
    port: 0,
    connectVersion: (after('version') ?? '4.3') as ConnectVersion,
    anyClass: words.includes('any-class'),
    ...(id !== undefined && { kafkaClusterId: id }),
    mask: after('mask') as MaskStyle | undefined,
    allowedHosts: ['localhost'],
    clock: realClock(),
    pace: 0.1,
  });
}
