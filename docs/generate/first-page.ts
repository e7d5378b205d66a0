import { readFile } from 'node:fs/promises';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** The first page of the site: the README, with its links as they are from docs/. */
export async function firstPage(): Promise<string> {
  const text = await readFile(path.join(root, 'README.md'), 'utf8');
  return text
    .replaceAll(/\]\((?!\w+:|#)([^)]+)\)/g, (_, target: string) => `](${fromDocs(target)})`)
    .replaceAll(
      /\b(src|srcset|href)="(?!\w+:|#)([^"]+)"/g,
      (_, name: string, target: string) => `${name}="${fromDocs(target)}"`,
    );
}

function fromDocs(target: string): string {
  if (target.startsWith('docs/public/')) return target.slice('docs/public'.length);
  return target.startsWith('docs/') ? `./${target.slice('docs/'.length)}` : `../${target}`;
}
