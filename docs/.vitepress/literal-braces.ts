import type { MarkdownRenderer } from 'vitepress';

/** Pages are text: `{{ .Values.password }}` is an example of a template, and no expression of the site. */
export function keepBraces(markdown: MarkdownRenderer): void {
  for (const name of ['text', 'code_inline'] as const) {
    const render = markdown.renderer.rules[name];
    if (!render) throw new Error(`no rule for ${name}`);
    markdown.renderer.rules[name] = (...all) => render(...all).replaceAll('{{', '&#123;&#123;');
  }
}
