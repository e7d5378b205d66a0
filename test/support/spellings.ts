/** Ways in which programs write a text, each by its name. What they make of a secret must be found. */
export const spellings: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'percent-encoded': (text) => encodeURIComponent(text.toWellFormed()),
  'percent-encoded in lower case': (text) =>
    percent(text, 'utf8', /[^\w.~-]/).replaceAll(/%../g, (found) => found.toLowerCase()),
  'percent-encoded as a whole': (text) => percent(text, 'utf8', /./s),
  'percent-encoded in Latin-1': (text) => percent(text, 'latin1', /[^\w.~-]/),
  'percent-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text.toWellFormed())),
  'as a form': (text) => new URLSearchParams({ text }).toString().slice('text='.length),
  'with %uXXXX': (text) => units(text, (code) => `%u${hex(code, 4).toUpperCase()}`),
  'with a doubled %': (text) => text.replaceAll('%', '%%'),
  'with \\uXXXX': (text) => units(text, (code) => `\\u${hex(code, 4)}`),
  'with \\uXXXX in upper case, where needed': (text) =>
    units(text, (code, unit) => (/[\w]/.test(unit) ? unit : `\\u${hex(code, 4).toUpperCase()}`)),
  'with \\xXX': (text) => bytes(text, (byte) => `\\x${hex(byte, 2)}`),
  'with \\u{…}': (text) => [...text].map((one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`).join(''),
  'with \\U and eight digits': (text) =>
    [...text].map((one) => `\\U${hex(one.codePointAt(0) ?? 0, 8)}`).join(''),
  'with octal escapes': (text) => bytes(text, (byte) => `\\${byte.toString(8).padStart(3, '0')}`),
  'in a Java properties file': (text) =>
    units(text.replaceAll(/[\\:=#! ]/g, '\\$&'), (code, unit) => (code < 128 ? unit : `\\u${hex(code, 4)}`)),
  'in JSON': (text) => JSON.stringify(text).slice(1, -1),
  'in JSON in JSON': (text) => json(json(text)),
  'in JSON, five times': (text) => json(json(json(json(json(text))))),
  'in JSON with escaped slashes': (text) => json(text).replaceAll('/', '\\/'),
  'in a JSON list of characters': (text) => JSON.stringify([...text]),
  'as Java prints a char[]': (text) => `[${[...text].join(', ')}]`,
  'as Java prints a byte[]': (text) => `[${[...new Int8Array(Buffer.from(text))].join(', ')}]`,
  'as JSON of a Buffer': (text) => JSON.stringify(Buffer.from(text)),
  'in a regular expression': (text) => text.replaceAll(/[^\w\s]/g, '\\$&'),
  'with HTML entities': (text) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&apos;'),
  'with names for all signs in HTML': (text) =>
    text.replaceAll(/[!-/:-@[-`{-~]/g, (sign) => signs[sign] ?? sign),
  'with decimal entities': (text) => [...text].map((one) => `&#${one.codePointAt(0)};`).join(''),
  'with hexadecimal entities': (text) =>
    [...text].map((one) => `&#x${(one.codePointAt(0) ?? 0).toString(16).toUpperCase()};`).join(''),
  'with entities without a semicolon': (text) =>
    [...text].map((one) => `&#${String(one.codePointAt(0) ?? 0).padStart(7, '0')}`).join(''),
  'with entities twice': (text) => text.replaceAll('&', '&amp;amp;').replaceAll('<', '&amp;lt;'),
  'in CDATA': (text) => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`,
  'in upper case': (text) => text.toUpperCase(),
  'in lower case': (text) => text.toLowerCase(),
  'in title case': (text) => text.toLowerCase().replaceAll(/\b\w/g, (letter) => letter.toUpperCase()),
  'in hexadecimal digits': (text) => Buffer.from(text).toString('hex'),
  'in upper hexadecimal digits': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  'in hexadecimal digits with 0x': (text) => `0x${Buffer.from(text).toString('hex')}`,
  'in hexadecimal digits with colons': (text) => bytes(text, (byte) => `${hex(byte, 2)}:`).slice(0, -1),
  'in hexadecimal digits with blanks': (text) =>
    bytes(text, (byte) => `${hex(byte, 2).toUpperCase()} `).trim(),
  'in a list of 0x': (text) => bytes(text, (byte) => `0x${hex(byte, 2)}, `),
  'in hexadecimal digits of UTF-16': (text) => Buffer.from(text, 'utf16le').toString('hex'),
  'in base64': (text) => Buffer.from(text).toString('base64'),
  'in base64 without padding': (text) => Buffer.from(text).toString('base64').replace(/=+$/, ''),
  'in base64url': (text) => Buffer.from(text).toString('base64url'),
  'in base64 of Latin-1': (text) => Buffer.from(text, 'latin1').toString('base64'),
  'in base64 of UTF-16': (text) => Buffer.from(text, 'utf16le').toString('base64'),
  'in base64 twice': (text) => Buffer.from(Buffer.from(text).toString('base64')).toString('base64'),
  'in base64 after one character': (text) => Buffer.from(`u${text}`).toString('base64'),
  'in base64 after two characters': (text) => Buffer.from(`u:${text}:x`).toString('base64'),
  'in base64 after a user': (text) => `Basic ${Buffer.from(`user:${text}`).toString('base64')}`,
  'in base64 with lines of 64': (text) => lines(Buffer.from(longAround(text)).toString('base64'), 64, '\n'),
  'in base64 with lines of 76': (text) =>
    lines(Buffer.from(longAround(text)).toString('base64'), 76, '\r\n    '),
  'on several lines': (text) => lines(text, 20, '\n'),
  'on several indented lines': (text) => lines(text, 24, '\r\n\t    '),
  'on several lines with \\': (text) => lines(text, 24, '\\\n      '),
  'as concatenated strings': (text) => lines(text, 24, '" +\n   "'),
  'in quoted-printable': (text) => lines(quotedPrintable(text), 76, '=\r\n'),
  'in shell quotes': (text) => `'${text.replaceAll("'", "'\\''")}'`,
  'in shell quotes of the other kind': (text) => `'${text.replaceAll("'", `'"'"'`)}'`,
  "in $'…'": (text) =>
    `$'${bytes(text, (byte) => (byte < 33 || byte > 126 || byte === 39 || byte === 92 ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte)))}'`,
  'with a backslash before each sign': (text) => text.replaceAll(/[^\w]/g, '\\$&'),
  'in SQL': (text) => `'${text.replaceAll("'", "''")}'`,
  'with $ twice': (text) => text.replaceAll('$', '$$$$'),
  'with zero-width spaces': (text) => [...text].join('\u200b'),
  'with soft hyphens': (text) => [...text].join('\u00ad'),
  'with &shy;': (text) => [...text].join('&shy;'),
  composed: (text) => text.normalize('NFC'),
  decomposed: (text) => text.normalize('NFD'),
  'in full width': (text) =>
    text.replaceAll(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
};

/** Its signs have another look in every spelling, and its letters occur in no other text. */
export const spelledSecret = `hunTer2/Öl+"q&'w%41=x<y>:$z\\k é€😀 Kanarie7`;

const signs: Readonly<Record<string, string>> = {
  ...{
    '!': '&excl;',
    '"': '&quot;',
    '#': '&num;',
    $: '&dollar;',
    '%': '&percnt;',
    '&': '&amp;',
    "'": '&apos;',
  },
  ...{
    '(': '&lpar;',
    ')': '&rpar;',
    '*': '&ast;',
    '+': '&plus;',
    ',': '&comma;',
    '.': '&period;',
    '/': '&sol;',
  },
  ...{
    ':': '&colon;',
    ';': '&semi;',
    '<': '&lt;',
    '=': '&equals;',
    '>': '&gt;',
    '?': '&quest;',
    '@': '&commat;',
  },
  ...{
    '[': '&lsqb;',
    '\\': '&bsol;',
    ']': '&rsqb;',
    '^': '&Hat;',
    _: '&lowbar;',
    '`': '&grave;',
    '{': '&lcub;',
  },
  ...{ '|': '&verbar;', '}': '&rcub;' },
};

function percent(text: string, encoding: 'utf8' | 'latin1', escaped: RegExp): string {
  return [...Buffer.from(text, encoding)]
    .map((byte) =>
      escaped.test(String.fromCharCode(byte)) || byte > 127
        ? `%${hex(byte, 2).toUpperCase()}`
        : String.fromCharCode(byte),
    )
    .join('');
}

function units(text: string, write: (code: number, unit: string) => string): string {
  return text
    .split('')
    .map((unit) => write(unit.charCodeAt(0), unit))
    .join('');
}

function bytes(text: string, write: (byte: number) => string): string {
  return [...Buffer.from(text)].map(write).join('');
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

function json(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function lines(text: string, width: number, between: string): string {
  const parts: string[] = [];
  for (let start = 0; start < text.length; ) {
    let end = start + width;
    // No program cuts an escape.
    while (/=[\dA-F]?$/.test(text.slice(start, end)) && between.startsWith('=')) end += 1;
    parts.push(text.slice(start, end));
    start = end;
  }
  return parts.join(between);
}

function quotedPrintable(text: string): string {
  return bytes(text, (byte) => {
    const isPlain = byte > 32 && byte < 127 && byte !== 61;
    return isPlain ? String.fromCharCode(byte) : `=${hex(byte, 2).toUpperCase()}`;
  });
}

function longAround(text: string): string {
  return `{"user":"somebody","password":"${text}","remark":"and much more that nobody must hide"}`;
}
