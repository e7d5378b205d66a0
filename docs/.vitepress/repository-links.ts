import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

const docs = path.resolve(import.meta.dirname, '..');

type Token = Parameters<MarkdownRenderer['renderer']['render']>[0][number];

/**
 * Links that leave docs/, such as those to a schema, lead to the repository, which package.json names. Where it names
 * none, their text stays and the link goes.
 */
export function linkToRepository(markdown: MarkdownRenderer): void {
  const repository = repositoryUrl();
  markdown.core.ruler.push('repository-links', (state) => {
    const page = (state.env as { readonly path?: string }).path ?? docs;
    for (const { children } of state.tokens) rewriteLinks(children ?? [], page, repository);
  });
}

function rewriteLinks(tokens: readonly Token[], page: string, repository: string | undefined): void {
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'link_open') continue;
    const file = outsideOfDocs(String(token.attrGet('href')), page);
    if (file === undefined) continue;
    if (repository !== undefined) {
      token.attrSet('href', `${repository}/blob/main/${file}`);
      continue;
    }
    token.tag = 'span';
    token.attrs = [];
    const end = tokens.slice(index).find(({ type }) => type === 'link_close');
    if (end) end.tag = 'span';
  }
}

/** The path in the repository of a file that a relative link of this page leads to; undefined: it stays in docs/. */
function outsideOfDocs(href: string, page: string): string | undefined {
  if (/^(?:[a-z]+:|#|\/)/.test(href)) return undefined;
  const [file = ''] = href.split('#');
  const target = path.resolve(path.dirname(page), decodeURI(file));
  const isApi = target.startsWith(path.join(docs, 'development/api'));
  const isOutside = isApi || path.relative(docs, target).startsWith('..') || /\.ts$/.test(target);
  return isOutside ? path.relative(path.dirname(docs), target).replaceAll('\\', '/') : undefined;
}

function repositoryUrl(): string | undefined {
  const { repository } = JSON.parse(readFileSync(path.join(docs, '../package.json'), 'utf8')) as {
    readonly repository?: string | { readonly url?: string };
  };
  const url = typeof repository === 'string' ? repository : repository?.url;
  return url
    ?.replace(/^git\+/, '')
    .replace(/^github:/, 'https://github.com/')
    .replace(/\.git$/, '');
}
