import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from '../architecture/source-files.ts';

/** Every page that people read, but the generated descriptions of the API; paths from the root of the repository. */
export const pages: readonly string[] = [
  'README.md',
  '.github/CONTRIBUTING.md',
  ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((file) => `docs/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.md') && !file.startsWith('docs/development/api/'))
    .sort(),
];

/** The text of a page. */
export function readPage(page: string): string {
  return readFileSync(path.join(root, page), 'utf8');
}

/** The links of a page that lead nowhere: to no file, to no section of it, or to an address that is none. */
export function brokenLinks(page: string): string[] {
  return linksOf(readPage(page))
    .filter((target) => (/^[a-z]+:/.test(target) ? !isAddress(target) : !leadsSomewhere(target, page)))
    .map((target) => `${page}: ${target}`);
}

function linksOf(text: string): string[] {
  const prose = withoutCode(text);
  const inline = [...prose.matchAll(/\]\(([^)\s]*)(?: "[^"]*")?\)/g)];
  const definitions = [...prose.matchAll(/^\[[^\]]+\]: (\S+)/gm)];
  const html = [...prose.matchAll(/<(?:a|img|source)\b[^>]*?\b(?:href|src|srcset)="([^"]*)"/g)];
  return [...inline, ...definitions, ...html].map(([, target = '']) => target);
}

/** External links are checked for their form only: a test contacts nobody. */
function isAddress(target: string): boolean {
  return /^https:\/\/[\w.-]+\.[a-z]+(?:[/?#]\S*)?$/.test(target) || /^mailto:\S+@\S+$/.test(target);
}

function leadsSomewhere(target: string, page: string): boolean {
  const [named = '', section] = target.split('#');
  // The site serves docs/public at its root.
  const file = named.replace(/^\//, `${path.posix.relative(path.posix.dirname(page), 'docs/public')}/`);
  const linked = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
  const absolute = path.join(root, linked);
  if (!existsSync(absolute)) return false;
  if (section === undefined) return true;
  return statSync(absolute).isFile() && anchorsOf(readPage(linked)).includes(section);
}

/** The anchors of a page: those that GitHub and the site give to headings, and those that are set by hand. */
export function anchorsOf(text: string): string[] {
  const prose = withoutCode(text);
  const slugs: string[] = [];
  for (const [, heading = ''] of prose.matchAll(/^#+ (.+)$/gm)) {
    const slug = slugOf(heading);
    const repeated = slugs.filter((one) => one === slug || one.startsWith(`${slug}-`)).length;
    slugs.push(slugs.includes(slug) ? `${slug}-${repeated}` : slug);
  }
  return [...slugs, ...[...prose.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)];
}

/** A heading as an anchor, by the rules of GitHub. */
export function slugOf(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

/** Fenced blocks contain no links and no headings. */
function withoutCode(text: string): string {
  return text.replaceAll(/^( *)(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1\2 *$/gm, '');
}
