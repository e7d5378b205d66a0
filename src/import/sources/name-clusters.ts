import type { NewCluster } from '../formats/write/add-clusters.ts';

/**
 * Names for clusters by their URLs: the first label of the host, or the last part of the path of a gateway; with the
 * port where that is ambiguous, and with a number where it still is.
 */
export function nameClusters(urls: readonly string[]): readonly NewCluster[] {
  const taken = new Set<string>();
  return urls.map((url) => {
    const candidates = candidatesOf(url);
    const isAmbiguous = (name: string | undefined) =>
      urls.some((other) => other !== url && candidatesOf(other).includes(name ?? ''));
    const chosen = candidates.find((name) => !isAmbiguous(name)) ?? candidates.at(-1) ?? 'cluster';
    const name = untaken(chosen, taken);
    taken.add(name);
    return { name, url };
  });
}

function candidatesOf(url: string): readonly string[] {
  const { hostname, port, pathname, protocol } = new URL(url);
  const isAddress = /^[[\d]/.test(hostname);
  const label = isAddress ? hostname : (hostname.split('.', 1)[0] ?? '');
  const last = pathname.split('/').findLast((part) => part !== '');
  const shownPort = port || (protocol === 'https:' ? '443' : '80');
  const names = [
    ...(last === undefined ? [] : [last]),
    label,
    `${label}-${shownPort}`,
    `${hostname}-${shownPort}`,
  ];
  return names.map(toName);
}

function toName(text: string): string {
  const name = text.replace(/[^A-Za-z0-9._-]/g, '-').replace(/^[._-]+/, '');
  return name === '' ? 'cluster' : name;
}

function untaken(name: string, taken: ReadonlySet<string>): string {
  let number = 1;
  while (taken.has(number === 1 ? name : `${name}-${number}`)) number += 1;
  return number === 1 ? name : `${name}-${number}`;
}
