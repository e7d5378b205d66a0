import path from 'node:path';
import type { DataPlaces } from './data-places.ts';
import {
  emptyFile,
  type FoundConnectorFile,
  type FoundFile,
  type FoundPart,
  type NotRead,
  positionOf,
} from './found-file.ts';
import { type DataPath, type FoundConnector, isMap, type Members, textOf } from './shapes/data-shape.ts';
import { nameInPath } from './shapes/name-in-path.ts';
import { nameInUrlOf } from './shapes/sent-request.ts';

/** Data in a file, and the connectors that were found in it. */
export interface DataInFile {
  readonly data: unknown;
  readonly found: readonly FoundConnector[];
  /** Where the data begins; used where `places` is undefined. */
  readonly offset: number;
  readonly places?: Pick<DataPlaces, 'offsetOf'> | undefined;
}

/**
 * Finds strings in data that contain connectors: JSON, properties, scripts. Strings in configs that were found are no
 * such texts. Requests of Ansible whose body is a lookup are listed.
 */
export function partsOfData(
  file: FoundFile,
  { data, found, offset, places }: DataInFile,
): FoundConnectorFile {
  const configs = new Set(found.map((one) => JSON.stringify(one.path)));
  const lastSteps = new Set(found.map((one) => one.path.at(-1)));
  const isConfigAt = (path: DataPath) => lastSteps.has(path.at(-1)) && configs.has(JSON.stringify(path));
  const isCompose = isMap(data) && isMap(data['services']);
  const strings: Located[] = [];
  const notRead: NotRead[] = [];
  for (const located of candidatesIn(data, isConfigAt)) {
    const lookup = isMap(located.value) ? lookupIn(located.value) : undefined;
    if (lookup)
      notRead.push({ ...lookup, source: positionOf(file, places?.offsetOf(located.path) ?? offset) });
    if (typeof located.value === 'string') strings.push(located);
  }
  const fallback = path.posix.parse(file.file).name;
  const parts = strings.map((located): FoundPart => {
    const { value, path: at } = located;
    const start = places?.offsetOf(at) ?? offset;
    // A literal block of YAML begins in the line below its indicator.
    const hasLines = file.text.charAt(start) === '|';
    const begin = hasLines ? file.text.indexOf('\n', start) + 1 : start;
    // Compose replaces $$ with $ before the command runs.
    const text = isCompose ? String(value).replaceAll('$$', '$') : String(value);
    return { ...nameOf(located, { text, fallback }), text, source: positionOf(file, begin), hasLines };
  });
  return { ...emptyFile, parts, notRead };
}

/** A part of data, and the object that it is a member of. */
interface Located {
  readonly value: unknown;
  readonly path: DataPath;
  readonly parent: Members;
  /** The name in the URL of the request that it belongs to. */
  readonly nameInUrl: string | undefined;
}

/** The texts and requests in data at any depth, without those in objects that are left out. */
function candidatesIn(data: unknown, isLeftOut: (path: DataPath) => boolean): readonly Located[] {
  const found: Located[] = [];
  const path: (string | number)[] = [];
  const visit = (container: object, nameAbove: string | undefined): void => {
    const parent = isMap(container) ? container : {};
    const nameInUrl = nameInUrlOf(parent) ?? nameAbove;
    const members = Array.isArray(container) ? container.entries() : Object.entries(parent);
    for (const [key, value] of members) {
      path.push(key);
      if (isCandidate(value)) found.push({ value, path: [...path], parent, nameInUrl });
      if (typeof value === 'object' && value !== null && !isLeftOut(path)) visit(value, nameInUrl);
      path.pop();
    }
  };
  if (typeof data === 'object' && data !== null && !isLeftOut(path)) visit(data, undefined);
  return found;
}

function isCandidate(value: unknown): boolean {
  return typeof value === 'string' ? isEmbedded(value) : isMap(value) && lookupIn(value) !== undefined;
}

/** Whether a text contains a connector, or sends one. Its key alone is a value: that of a definition, for example. */
function isEmbedded(text: string): boolean {
  if (/connector\.class[\\"']{0,8}\s{0,8}[:=]/.test(text)) return true;
  return text.includes('/connectors') && /\bcurl\b/.test(text) && sends.test(text);
}

const sends = /\s(?:-d|--data|--json|-T|--upload-file|-X\s?P|--request\s?P)/;

/** The file name of a text: the key above it if this is one, else the name of the connector. */
function nameOf(
  { path: at, parent, nameInUrl }: Located,
  { text, fallback }: { readonly text: string; readonly fallback: string },
): Pick<FoundPart, 'file' | 'isNamed'> {
  const key = String(at.at(-1) ?? '');
  const extension = path.posix.extname(key);
  if (/^\.[a-z][a-z0-9]{0,9}$/i.test(extension) && /\s|[{"]/.test(text)) return { file: key, isNamed: false };
  const name = nameInUrl ?? textOf(parent['connector_name'] ?? parent['name']) ?? nameInPath(at);
  const format = /^\s*[{[]/.test(text) ? '.json' : '.txt';
  return { file: `${name ?? fallback}${format}`, isNamed: name !== undefined };
}

function lookupIn(request: Members): Omit<NotRead, 'source'> | undefined {
  const url = textOf(request['url']);
  const body = textOf(request['body'] ?? request['src']);
  if (url === undefined || body === undefined || !/\/connectors\b/.test(url)) return undefined;
  if (!/\blookup\s*\(/.test(body) && request['src'] === undefined) return undefined;
  return { url: url.replace(/\/\/[^/@]*@/, '//'), body, reason: 'Ansible reads the body from a file' };
}
