import { defineConfig } from 'vitepress';
import { keepBraces } from './literal-braces.ts';
import { linkToRepository } from './repository-links.ts';
import { sessionLines, treatSessionsAsText } from './sessions.ts';
import { sidebar } from './sidebar.ts';

// The site of docs/: `npm run docs:build` writes it to docs/.vitepress/dist. A dead link ends the build.

export default defineConfig({
  title: 'connect-sync',
  description: 'Declarative GitOps for Apache Kafka Connect',
  lang: 'en',
  // Set where the site is not at the root of its host, such as /connect-sync/.
  base: (process.env['DOCS_BASE'] ?? '/') as `/${string}/`,
  srcExclude: ['development/api/**', 'generate/**'],
  // Pages of the repository are called index.md where a folder has one.
  cleanUrls: false,
  head: [
    ['link', { rel: 'icon', href: `${process.env['DOCS_BASE'] ?? '/'}icon.svg`, type: 'image/svg+xml' }],
  ],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    codeTransformers: [sessionLines],
    config: (markdown) => {
      linkToRepository(markdown);
      keepBraces(markdown);
      treatSessionsAsText(markdown);
    },
  },
  // The first page shows a plan, which is as wide as a terminal.
  transformPageData: (page) => {
    if (page.relativePath === 'index.md') page.frontmatter['aside'] = false;
  },
  themeConfig: {
    logo: '/icon.svg',
    nav: [
      { text: 'Get started', link: '/start' },
      { text: 'Commands', link: '/reference/commands/' },
      { text: 'Errors and warnings', link: '/reference/problems/' },
    ],
    sidebar: sidebar(),
    outline: [2, 3],
    search: { provider: 'local' },
    docFooter: { prev: false, next: false },
  },
});
