import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PublishedConfig } from './corpus.ts';
import { corpusFolder } from './corpus-folder.ts';

/** The published file with a unique name; a config from a script becomes a script again. */
export function publishedFile(one: PublishedConfig): { path: string; text: string } {
  const raw = readFileSync(path.join(corpusFolder, one.file), 'utf8');
  const base = `found/${one.name}`;
  switch (one.kind.split(':')[0]) {
    case 'json':
    case 'yaml-embedded-json':
      return { path: `${base}.json`, text: renamed(raw, one) };
    case 'properties':
      return { path: `${base}.properties`, text: `${raw}\nname=${one.name}\n` };
    case 'yaml':
      return { path: `${base}.yaml`, text: raw.replace(/^( {2}name:).*$/m, `$1 ${one.name}`) };
    case 'shell-inline-json':
      return {
        path: `${base}.sh`,
        text: asScript(one, raw),
      };
    case 'terraform':
      return {
        path: `${base}.tf`,
        text: raw.replace(/^(\s*"?(?:connector_)?name"?\s*=).*$/gm, (_, key) => `${key} "${one.name}"`),
      };
    case 'ksqldb-sql':
      return {
        path: `${base}.sql`,
        text: raw.replace(
          /(\sCONNECTOR\s+(?:IF NOT EXISTS\s+)?)\S+/i,
          (_, before) => `${before}\`${one.name}\``,
        ),
      };
    default:
      throw new Error(`the corpus has a new kind: ${one.kind}`);
  }
}

function asScript(one: PublishedConfig, raw: string): string {
  const [target, body] =
    one.shape === 'put'
      ? [`-X PUT http://connect:8083/connectors/${one.name}/config`, raw]
      : ['-X POST http://connect:8083/connectors', renamed(raw, one)];
  return one.context === 'single'
    ? `curl ${target} -H 'Content-Type: application/json' -d '${body}'\n`
    : `curl ${target} --data @- <<EOF\n${body}\nEOF\n`;
}

function renamed(text: string, { name, isNamed }: PublishedConfig): string {
  if (!isNamed) return text;
  return text.replaceAll(/("name"\s*:\s*)("(?:[^"\\]|\\.)*")/g, (_, key) => key + JSON.stringify(name));
}
