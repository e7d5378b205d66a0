import type { ErrorCode } from 'yaml';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { Source } from '../model/source.ts';

/** A fault of the YAML parser, or one of ours that it lets pass, with the offsets that it covers. */
export interface YamlFault {
  readonly code:
    | ErrorCode
    | 'BRACE_IN_FLOW'
    | 'KEY_NOT_TEXT'
    | 'OPEN_QUOTE'
    | 'OPEN_BRACKET'
    | 'TOO_MUCH_MERGED';
  readonly pos: readonly [start: number, end: number];
}

/** What the parser's fault means, in our words: the parser's own may quote the file, and with it a secret. */
export function describeYamlFault(code: YamlFault['code'], source: Source): Diagnostic {
  if (code === 'TAB_AS_INDENT') return diagnose('tab-indentation', {}, { source });
  if (code === 'KEY_NOT_TEXT') return diagnose('key-not-string', {}, { source });
  const [reason, advice] = faults[code] ?? ['it cannot be understood from here on', undefined];
  return diagnose('invalid-yaml', { reason, advice }, { source });
}

const quoteIt = 'put the value in quotes if it begins with a special character or holds  ": "  or  " #"';

const faults: Readonly<
  Partial<Record<YamlFault['code'], readonly [reason: string, advice: string | undefined]>>
> = {
  ALIAS_PROPS: ['an alias (*name) can have neither anchor nor tag', undefined],
  BAD_ALIAS: [
    'this alias (*name) has no anchor (&name) before it',
    'put the value in quotes if a text beginning with * is meant',
  ],
  BAD_DIRECTIVE: ['this directive (%) is not known', undefined],
  BAD_DQ_ESCAPE: [
    'a text in double quotes holds an unknown escape',
    'write \\\\ for a backslash, or use single quotes',
  ],
  BAD_INDENT: ['the indentation is wrong here', 'keys of one mapping begin in the same column'],
  BAD_PROP_ORDER: ['an anchor or tag stands in the wrong place', undefined],
  BAD_SCALAR_START: ['a value without quotes cannot begin with this character', quoteIt],
  BLOCK_AS_IMPLICIT_KEY: ['a mapping begins in the middle of a value', quoteIt],
  BLOCK_IN_FLOW: ['an indented block stands within braces or brackets', undefined],
  BRACE_IN_FLOW: [
    'a brace of ${…} is taken for one of YAML',
    'put values with ${…} in quotes where they stand within braces or brackets',
  ],
  KEY_OVER_1024_CHARS: ['a key is longer than 1,024 characters', undefined],
  MISSING_CHAR: ['a colon, a comma or a space is missing here', undefined],
  MULTILINE_IMPLICIT_KEY: [
    'a key reaches over several lines',
    'is a colon missing, or is a line indented too little?',
  ],
  MULTIPLE_ANCHORS: ['a value has several anchors', undefined],
  MULTIPLE_TAGS: ['a value has several tags', undefined],
  OPEN_BRACKET: ['a bracket or brace before this is not closed', undefined],
  OPEN_QUOTE: ['this quote is never closed', undefined],
  TOO_MUCH_MERGED: [
    'merge keys (<<) repeat more than 100,000 keys',
    'write a smaller file, or use  profiles:  of the project file',
  ],
  UNEXPECTED_TOKEN: ['this was not expected here', quoteIt],
};
