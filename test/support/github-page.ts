import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

/** A document as GitHub renders it: GitHub Flavored Markdown with embedded HTML. */
export function renderAsGitHub(markdown: string): string {
  return micromark(markdown, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousHtml: true,
  });
}

/** The elements that connect-sync uses. Any other element on a page was injected by foreign text. */
const ours: ReadonlySet<string> = new Set(
  'h2 h3 p strong b ul li code pre details summary table thead tbody tr th td'.split(' '),
);

/** Elements in which GitHub does not look for mentions, references or links. */
const inert: ReadonlySet<string> = new Set(['code', 'pre']);

/** Text outside of code that GitHub turns into a mention, a link, a reference or an emoji. */
const active = /@|#\d|GH-\d|https?:|www\.|\b[0-9a-f]{7,40}\b|:[a-z0-9_+-]+:|[!&~%$]\w|<|>/i;

/** The problems of a page: foreign elements, elements not closed in order, and text that GitHub acts on. */
export function problemsOfPage(html: string): string[] {
  const problems: string[] = [];
  const open: string[] = [];
  for (const [, comment, closing, name = '', attributes = '', text] of html.matchAll(
    /(<!--.*?-->)|<(\/?)([a-z0-9]+)([^>]*)>|([^<]+)/g,
  )) {
    if (comment !== undefined) problems.push(...problemsOfComment(comment));
    else if (text !== undefined) problems.push(...problemsOfText(text, open));
    else if (!ours.has(name)) problems.push(`<${name}${attributes}>`);
    else if (closing === '/') {
      if (open.pop() !== name) problems.push(`</${name}> out of order`);
    } else {
      problems.push(...problemsOfPlace(name, attributes, open));
      open.push(name);
    }
  }
  return [...problems, ...open.map((name) => `<${name}> is not closed`), ...problemsOfFolds(html)];
}

function problemsOfComment(comment: string): string[] {
  const isMarker = /^<!-- connect-sync (?:plan|drift|apply) cluster=[^ <>"]+ digest=sha256:[0-9a-f]{64} -->$/;
  return isMarker.test(comment) && !comment.slice(4, -3).includes('--') ? [] : [`comment: ${comment}`];
}

function problemsOfText(text: string, open: readonly string[]): string[] {
  if (open.some((name) => inert.has(name))) return [];
  const read = text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
  return active.test(read) ? [`text acts: ${read}`] : [];
}

function problemsOfPlace(name: string, attributes: string, open: readonly string[]): string[] {
  const parent = open.at(-1);
  const isAllowed = name === 'details' ? /^(?: open)?$/ : /^(?: class="language-(?:diff|sh)")?$/;
  const folds = ['details', 'pre', 'table', 'h2', 'h3'];
  return [
    ...(isAllowed.test(attributes.replace(/^ open=""$/, ' open')) ? [] : [`<${name}${attributes}>`]),
    ...(name === 'summary' && parent !== 'details' ? [`<summary> in <${parent}>`] : []),
    // Blocks of connect-sync are at the top level or in one fold.
    ...(folds.includes(name) && open.length > 0 && open.join() !== 'details'
      ? [`<${name}> in <${open}>`]
      : []),
  ];
}

function problemsOfFolds(html: string): string[] {
  const folds = html.match(/<details/g)?.length ?? 0;
  const titled = html.match(/<details(?: open)?><summary>/g)?.length ?? 0;
  return folds === titled ? [] : ['a fold does not begin with its summary'];
}
