import type { KnownSecrets } from '../known-secrets.ts';
import { replaceSpans } from '../span.ts';
import { findAcrossLines, findSecrets } from './find-secrets.ts';
import { keepOwnWords } from './own-words.ts';

/** Makes what a worker or a forge says fit to be shown. */
export interface Scrub {
  /**
   * Without the secrets that are known, and without what is a secret by its structure. For our own sentences that hold
   * foreign words, for forges, and for what a worker says about itself and its plugins.
   */
  (text: string): string;
  /**
   * What a worker says about a connector, also without what may be a value that only the worker knows, because it
   * resolves references such as `${file:…}`. Without a name: what it says about a request for several connectors.
   */
  readonly about: (connector: string | undefined) => (text: string) => string;
}

/**
 * The only way from foreign text to text that is shown: without the secrets that are known, and without what is a
 * secret by its structure (userinfo of a URL, `password=…`, JAAS, PEM, tokens), since a plugin may quote a password
 * that the worker resolved and nobody else has seen (Connect REST contract 7.4). To scrub a text twice does no harm.
 */
export function makeScrub(known: KnownSecrets): Scrub {
  const scrub = (text: string) => {
    const replaced = known.replaceKnown(text).replace(pem, secretMask);
    if (!replaced.includes('\n')) return scrubLine(replaced);
    const across = replaceSpans(replaced, findAcrossLines(replaced), () => secretMask);
    return across.split('\n').map(scrubLine).join('\n');
  };
  const about = (connector: string | undefined) => (text: string) => {
    known.learnNow();
    const scrubbed = scrub(text);
    const values = known.values.quotedAbout(connector);
    return values ? keepOwnWords(scrubbed, values) : scrubbed;
  };
  return Object.assign(scrub, { about });
}

/** What stands in place of a secret that no redactor numbers. */
export const secretMask = '(sensitive)';

const pem = /-{4,5} ?BEGIN [^-\n]*-{4,5}[\s\S]*?(?:-{4,5} ?END [^-\n]*-{4,5}|$)/g;

/** Line by line: what follows a password on its own line may belong to it, the next line does not. */
function scrubLine(line: string): string {
  if (stackFrame.test(line)) return line;
  const { spans } = findSecrets(line);
  return spans.length === 0 ? line : replaceSpans(line, spans, () => secretMask);
}

/** Most lines of a trace: `at a.B.c(B.java:12)`. */
const stackFrame = /^\s*at [\w.$/<>@-]+\([\w.$ :-]*\)$/;
