/** A table in Markdown; cells are Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return `${line(head)}|${head.map(() => '---|').join('')}\n${rows.map(line).join('')}`;
}

/**
 * A text of the program as Markdown: code spans, options, variables, file names, and the commands and literals that its
 * texts set apart by two spaces become code; nothing else has a meaning in Markdown.
 */
export function prose(text: string): string {
  return text
    .replaceAll(/ ?\(default: (?:\[\]|\{\})\)/g, '')
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : plain(part)))
    .join('');
}

function plain(text: string): string {
  const [first = '', ...others] = text.split(/(?<=\S) {2}(?=\S)/);
  const parts = [spans(first), ...others.map(setApart)];
  return parts.join(' ').replaceAll(/ +(?=[.,;)](?:\s|$))|(?<=\() +/g, '');
}

/** What follows two spaces, up to the punctuation of the sentence around it: code, unless it reads as words. */
function setApart(text: string): string {
  const [, start = text, rest = ''] = /^(.+?)((?: ?[.,;)](?=\s|$)| \().*)$/s.exec(text) ?? [];
  const isCommand = /^(?:connect-sync|git|openssl|plan|apply) /.test(start);
  const isCode = isCommand || (/[:=.~"'#/!${}-]/.test(start) && start.split(' ').length <= 3);
  return isCode ? `${code(start)}${spans(rest)}` : spans(text);
}

function spans(text: string): string {
  return text
    .split(literal)
    .map((part, index) => (index % 2 === 1 ? code(part) : escaped(part)))
    .join('');
}

/** An inline code span. */
export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** A fenced block. */
export function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\n`;
}

/** Options, variables, URLs, masks, quoted patterns, placeholders and names of files. */
const literal =
  /((?<![\w`])--?[a-z][\w-]*(?: <[^>]+>)?|\$\{[^}]*\}|https?:\/\/[^\s,)]*[^\s,).]|"[^"\s]*[<>{}*_$][^"]*"|<[^>]+>|\*{2,}|\b\w[\w-]*\.(?:yaml|yml|json|md|env)\b|\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b)/;

function escaped(text: string): string {
  return text
    .replaceAll(/[<>&]/g, (character) => ({ '<': '&lt;', '>': '&gt;' })[character] ?? '&amp;')
    .replaceAll(/[*[\]_`\\]/g, '\\$&')
    .replaceAll('{{', '&#123;&#123;');
}
