import type { ErrorCode } from 'yaml';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { Source } from '../model/source.ts';

/** An error of the YAML parser, or one of ours that the parser accepts, with its offsets. */
export interface YamlFault {
  readonly code:
    | ErrorCode
    | 'BRACE_IN_FLOW'
    | 'BRACES_AS_KEY'
    | 'EMPTY_ANCHOR'
    | 'KEY_NOT_TEXT'
    | 'OPEN_QUOTE'
    | 'OPEN_BRACKET'
    | 'TOO_MUCH_MERGED';
  readonly pos: readonly [start: number, end: number];
  /** The line as it should read, where it cannot hold a secret. */
  readonly corrected?: string | undefined;
}

/** Converts a fault to a diagnostic with our own message: messages of the parser may quote the file and thus a secret. */
export function describeYamlFault({ code, corrected }: YamlFault, source: Source): Diagnostic {
  if (code === 'TAB_AS_INDENT') return diagnose('tab-indentation', {}, { source });
  if (code === 'KEY_NOT_TEXT') return diagnose('key-not-string', {}, { source });
  const [reason, advice] = faults[code] ?? ['syntax error', undefined];
  return diagnose(
    'invalid-yaml',
    { reason, advice: corrected === undefined ? advice : `quote the value:  ${corrected}` },
    { source },
  );
}

const quoteTheValue = 'quote the value if it begins with a special character or contains  ": "  or  " #"';

const faults: Readonly<
  Partial<Record<YamlFault['code'], readonly [reason: string, advice: string | undefined]>>
> = {
  ALIAS_PROPS: ['an alias (*name) cannot have an anchor or a tag', quoteTheValue],
  BAD_ALIAS: [
    'undefined alias (*name): there is no anchor (&name) before it',
    'quote the value if it is a string that begins with *',
  ],
  BAD_DIRECTIVE: ['unknown directive (%)', 'quote the value if it is a string that begins with %'],
  BAD_DQ_ESCAPE: [
    'invalid escape in a double-quoted string',
    'write \\\\ for a backslash, or use single quotes',
  ],
  BAD_INDENT: ['wrong indentation', 'all keys of a mapping must begin in the same column'],
  BAD_PROP_ORDER: ['misplaced anchor or tag', quoteTheValue],
  BAD_SCALAR_START: ['an unquoted value cannot begin with this character', quoteTheValue],
  BLOCK_AS_IMPLICIT_KEY: ['unexpected mapping inside a value', quoteTheValue],
  BLOCK_IN_FLOW: ['an indented block is not allowed within braces or brackets', quoteTheValue],
  BRACE_IN_FLOW: [
    'YAML reads the brace of ${…} as its own',
    'quote values with ${…} within braces or brackets',
  ],
  BRACES_AS_KEY: ['YAML reads {{ as a mapping within a mapping', 'quote the value:  "{{ … }}"'],
  EMPTY_ANCHOR: ['an anchor (&name) without a name', 'quote the value if it is a string that begins with &'],
  KEY_OVER_1024_CHARS: ['a key is longer than 1,024 characters', undefined],
  MISSING_CHAR: ['a colon, a comma or a space is missing here', quoteTheValue],
  MULTILINE_IMPLICIT_KEY: [
    'a key cannot span several lines',
    'is a colon missing, or is a line indented too little?',
  ],
  MULTIPLE_ANCHORS: ['a value has several anchors', quoteTheValue],
  MULTIPLE_TAGS: ['a value has several tags', quoteTheValue],
  OPEN_BRACKET: [
    'unclosed bracket or brace',
    'close it, or quote the value if it is a string:  topics.regex: "[a-z]+.*"',
  ],
  OPEN_QUOTE: [
    'unterminated quote',
    'close it; if the quote is part of the value, quote the whole value with the other kind of quote',
  ],
  TOO_MUCH_MERGED: [
    'merge keys (<<) repeat more than 100,000 keys',
    'write a smaller file, or use  profiles:  of the project file',
  ],
  UNEXPECTED_TOKEN: ['unexpected token', quoteTheValue],
};
