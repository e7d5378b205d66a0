import type { ShikiTransformer } from 'shiki';
import type { MarkdownRenderer } from 'vitepress';

/** What a line of a session is, by its beginning; the first that matches counts. */
const kinds: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/^\$ /, 'command'],
  [/^\s*(?:---|\+\+\+) /, 'file'],
  [/^\s*\+/, 'added'],
  [/^\s*-(?!-)/, 'removed'],
  [/^\s*[~*] /, 'changed'],
  [/^error/, 'removed'],
  [/^warning/, 'changed'],
];

/** Blocks that begin with `$ command` show a session: its commands and changes stand out, as they do on a terminal. */
export const sessionLines: ShikiTransformer = {
  name: 'session-lines',
  line(node, number) {
    if (!this.source.startsWith('$ ')) return;
    const line = this.source.split('\n')[number - 1] ?? '';
    const kind = kinds.find(([pattern]) => pattern.test(line))?.[1];
    if (kind !== undefined) this.addClassToHast(node, `session-${kind}`);
  },
};

/** Sessions are no language of the highlighter. */
export function treatSessionsAsText(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('sessions', (state) => {
    for (const token of state.tokens) {
      if (token.type === 'fence' && token.info === 'console') token.info = '';
    }
  });
}
