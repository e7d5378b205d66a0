/** Named entities of HTML for characters that passwords have; letters with accents lose them, as in `fold`. */
const named: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', excl: '!', num: '#', dollar: '$' },
  ...{ percnt: '%', lpar: '(', rpar: ')', ast: '*', midast: '*', plus: '+', comma: ',', period: '.' },
  ...{ sol: '/', colon: ':', semi: ';', equals: '=', quest: '?', commat: '@', lsqb: '[', lbrack: '[' },
  ...{ bsol: '\\', rsqb: ']', rbrack: ']', hat: '^', lowbar: '_', underbar: '_', grave: '`', lcub: '{' },
  ...{ lbrace: '{', verbar: '|', vert: '|', vertline: '|', rcub: '}', rbrace: '}', tilde: '~', tab: '\t' },
  ...{ newline: '\n', hyphen: '-', dash: '-', sect: '§', pound: '£', euro: '€', yen: '¥', cent: '¢' },
  ...{ copy: '©', reg: '®', deg: '°', micro: 'µ', para: '¶', szlig: 'ß', aelig: 'æ', oslash: 'ø', eth: 'ð' },
  ...{ thorn: 'þ', iexcl: '¡', iquest: '¿', laquo: '«', raquo: '»', hellip: '…', shy: '', zwnj: '', zwj: '' },
  ...{ zerowidthspace: '', nobreak: '', lrm: '', rlm: '' },
};

const accented = /^&([a-z])(?:uml|acute|grave|circ|tilde|cedil|ring|caron);?/i;

/**
 * The entity that a text such as `&amp;` begins with: its length in the text, and its characters. Case and semicolon do
 * not matter. The length is 0 where there is none.
 */
export function namedEntity(text: string): { readonly length: number; readonly characters: string } {
  const accent = accented.exec(text);
  if (accent) return { length: accent[0].length, characters: accent[1] ?? '' };
  for (let end = Math.min(text.length, longestName + 1); end > 2; end -= 1) {
    const characters = named[text.slice(1, end).toLowerCase()];
    if (characters !== undefined) return { length: text[end] === ';' ? end + 1 : end, characters };
  }
  return { length: 0, characters: '' };
}

const longestName = Math.max(...Object.keys(named).map((name) => name.length));
