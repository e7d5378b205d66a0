import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

/** A document as GitHub renders it: GitHub Flavored Markdown, with the HTML that stands in it. */
export function renderAsGitHub(markdown: string): string {
  return micromark(markdown, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousHtml: true,
  });
}

/** What the documents of connect-sync are made of. Anything else on a page came out of somebody's text. */
const ours: ReadonlySet<string> = new Set(
  'h2 h3 p strong b ul li code pre details summary table thead tbody tr th td'.split(' '),
);

/** Elements whose text GitHub looks through for nobody and nothing: no mentions, references or links in them. */
const inert: ReadonlySet<string> = new Set(['code', 'pre']);

/** What in text outside of code reaches an inbox, makes a link or a reference, or is an emoji. */
const active = /@|#\d|GH-\d|https?:|www\.|\b[0-9a-f]{7,40}\b|:[a-z0-9_+-]+:|[!&~%$]\w|<|>/i;

/** Everything that is wrong with a page: elements that are not ours or not closed in order, text that acts. */
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
    // Whatever is a block of ours stands where we put it: at the top, or in one fold.
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
