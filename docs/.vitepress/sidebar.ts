import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { DefaultTheme } from 'vitepress';

const docs = path.resolve(import.meta.dirname, '..');

type Item = DefaultTheme.SidebarItem;

/** Folders in the order of the sidebar, with their titles; a folder that is not listed comes after them. */
const titles: Readonly<Record<string, string>> = {
  guides: 'Guides',
  reference: 'Reference',
  concepts: 'Concepts',
  development: 'Development',
};

/** Every page, by folder: a new page appears without being listed anywhere. */
export function sidebar(): Item[] {
  const folders = readdirSync(docs, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort((one, other) => place(Object.keys(titles), one) - place(Object.keys(titles), other));
  const groups = folders.map((folder) => group(folder, titles[folder] ?? folder, folder === 'development'));
  return [
    { text: 'Introduction', items: pagesIn('.') },
    ...groups.filter(({ items = [] }) => items.length > 0),
  ];
}

function group(folder: string, text: string, collapsed: boolean): Item {
  const folders = readdirSync(path.join(docs, folder), { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== 'api',
  );
  const nested = folders.map(({ name }): Item => {
    const inner = path.posix.join(folder, name);
    const index = path.join(docs, inner, 'index.md');
    const title = existsSync(index) ? titleOf(index) : name;
    return { ...group(inner, title, true), ...(existsSync(index) && { link: `/${inner}/` }) };
  });
  return { text, collapsed, items: [...pagesIn(folder), ...nested] };
}

/** The pages of a folder: in the order in which the README links them, then by title. */
function pagesIn(folder: string): Item[] {
  const readme = readFileSync(path.join(docs, '../README.md'), 'utf8');
  const linked = [...readme.matchAll(/\]\(docs\/([^)#]+)/g)].map(([, file = '']) => file);
  return readdirSync(path.join(docs, folder))
    .filter((file) => file.endsWith('.md') && (file !== 'index.md' || folder === '.'))
    .map((file) => ({ file: path.posix.join(folder, file), text: titleOf(path.join(docs, folder, file)) }))
    .sort((one, other) => byPlace(one, other, ['index.md', ...linked]))
    .map(({ file, text }) => ({ text, link: `/${file.replace(/(?:index)?\.md$/, '')}` }));
}

function byPlace(
  one: { readonly file: string; readonly text: string },
  other: { readonly file: string; readonly text: string },
  order: readonly string[],
): number {
  return place(order, one.file) - place(order, other.file) || one.text.localeCompare(other.text, 'en');
}

function place(order: readonly string[], name: string): number {
  const found = order.indexOf(name);
  return found < 0 ? order.length : found;
}

/** The first heading of a page, without the marks of code. */
function titleOf(file: string): string {
  const heading = /^# (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? path.basename(file, '.md');
  return heading.replaceAll('`', '').replace(/^connect-sync (?=\w)/, '');
}
