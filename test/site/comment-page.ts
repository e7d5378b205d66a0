/** A comment in the column that GitHub shows it in: its fonts, sizes, tables, folds and diffs, light and dark. */
export function commentPage(html: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>comment</title>
<style>${style}</style></head>
<body><article><header><b>github-actions</b> <small>bot</small> commented</header>
<div class="body">${withDiffColors(html)}</div></article></body></html>`;
}

/** GitHub marks added and removed lines of a diff. */
function withDiffColors(html: string): string {
  return html.replaceAll(/(<code class="language-diff">)([\s\S]*?)(<\/code>)/g, (_, open, text, close) => {
    const lines = String(text).split('\n').map(markedLine);
    return `${open}${lines.join('\n')}${close}`;
  });
}

function markedLine(line: string): string {
  const kind = { '+': 'added', '-': 'removed', '@': 'place' }[line[0] ?? ''];
  return kind ? `<span class="${kind}">${line}</span>` : line;
}

const style = `
:root { color-scheme: light dark; --text: #1f2328; --back: #ffffff; --soft: #f6f8fa; --line: #d1d9e0; --muted: #59636e;
  --added: #116329; --added-back: #dafbe1; --removed: #82071e; --removed-back: #ffebe9; --place: #6639ba; }
@media (prefers-color-scheme: dark) { :root { --text: #f0f6fc; --back: #0d1117; --soft: #151b23; --line: #3d444d;
  --muted: #9198a1; --added: #aff5b4; --added-back: #033a16; --removed: #ffdcd7; --removed-back: #67060c; --place: #d2a8ff; } }
* { box-sizing: border-box; }
body { margin: 24px auto; padding: 0 16px; max-width: 900px; background: var(--back); color: var(--text);
  font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
article { border: 1px solid var(--line); border-radius: 6px; }
header { background: var(--soft); border-bottom: 1px solid var(--line); padding: 8px 16px; color: var(--muted);
  border-radius: 6px 6px 0 0; }
header b { color: var(--text); }
.body { padding: 16px; overflow-wrap: break-word; }
h2 { font-size: 1.5em; border-bottom: 1px solid var(--line); padding-bottom: .3em; margin: 0 0 16px; }
h3 { font-size: 1.25em; margin: 24px 0 16px; }
p, ul, table, pre, details { margin: 0 0 16px; }
ul { padding-left: 2em; }
code { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; background: var(--soft);
  padding: .2em .4em; border-radius: 6px; }
pre { background: var(--soft); padding: 16px; border-radius: 6px; overflow: auto; line-height: 1.45; }
pre code { padding: 0; background: transparent; }
table { border-collapse: collapse; display: block; width: max-content; max-width: 100%; overflow: auto; }
th, td { border: 1px solid var(--line); padding: 6px 13px; }
summary { cursor: pointer; }
.added { color: var(--added); background: var(--added-back); }
.removed { color: var(--removed); background: var(--removed-back); }
.place { color: var(--place); }
`;
