import type { Span } from '../span.ts';
import { pairs } from './secret-form.ts';
import { saysSecret } from './secret-key-name.ts';

/**
 * Secrets in XML: `<password>x</password>`, `<property name="password" value="x"/>`, `<entry key="password">x</entry>`,
 * `<name>password</name><value>x</value>`, and elements whose angle brackets are escaped. `password="x"` in a tag is
 * a parameter like any other.
 */
export function findXmlSecrets(covered: string): readonly Span[] {
  return [
    ...elements(covered),
    ...escapedElements(covered),
    ...namedElements(covered),
    ...findInTags(covered),
  ];
}

const elements = pairs(
  /<(?<name>[\p{L}\w.:-]+)(?:\s[^<>]*)?>\s*(?:<!\[CDATA\[(?<cdata>[^\]]+)|(?<text>[^<>\s][^<>]*))/dgu,
  saysSecret,
);

const escapedElements = pairs(
  /&lt;(?<name>[\w.:-]+)&gt;(?<secret>[^&<]*(?:&(?:amp|quot|apos|#\w+);[^&<]*)*)&lt;\//dg,
  saysSecret,
);

const namedElements = pairs(
  /<(?:name|key)>\s*(?<name>[\w.:-]+)\s*<\/(?:name|key)>\s*<value>(?<secret>[^<>]+)/dgi,
  saysSecret,
);

/** A tag with the name of a secret in one attribute has the secret in another, or behind it. */
function findInTags(covered: string): readonly Span[] {
  const found: Span[] = [];
  for (const { 0: tag, 1: behind = '', index } of covered.matchAll(/<\w[^<>]*>([^<>]*)/g)) {
    const name = /\s(?:name|key|id)\s*=\s*["']([^"']+)/i.exec(tag)?.[1];
    if (name === undefined || !saysSecret(name)) continue;
    const value = /\svalue\s*=\s*(?:"([^"]+)|'([^']+))/di.exec(tag)?.indices;
    const place = value?.[1] ?? value?.[2];
    if (place) found.push({ start: index + place[0], end: index + place[1] });
    else if (behind.trim() !== '') {
      const start = index + tag.length - behind.length;
      found.push({ start, end: index + tag.length });
    }
  }
  return found;
}
