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
    const lookup = isMap(located.value) ? requestIn(located, data) : undefined;
    if (lookup)
      notRead.push({ ...lookup, source: positionOf(file, places?.offsetOf(located.path) ?? offset) });
    if (!isMap(located.value)) strings.push(located);
  }
  const fallback = path.posix.parse(file.file).name;
  const parts = strings.map((located): FoundPart => {
    const { value, path: at } = located;
    const start = places?.offsetOf(at) ?? offset;
    // A literal block of YAML begins in the line below its indicator.
    const hasLines = file.text.charAt(start) === '|';
    const begin = hasLines ? file.text.indexOf('\n', start) + 1 : start;
    // Compose replaces $$ with $ before the command runs.
    const given = commandOf(value) ?? String(value);
    const text = isCompose ? given.replaceAll('$$', '$') : given;
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
      const isContainer = typeof value === 'object' && value !== null && commandOf(value) === undefined;
      if (isContainer && !isLeftOut(path)) visit(value, nameInUrl);
      path.pop();
    }
  };
  if (typeof data === 'object' && data !== null && !isLeftOut(path)) visit(data, undefined);
  return found;
}

function isCandidate(value: unknown): boolean {
  if (typeof value === 'string') return isEmbedded(value);
  return isMap(value) ? isRequest(value) : commandOf(value) !== undefined;
}

/**
 * The command line of a list of arguments that calls curl: `command: [curl, -d, '{…}', http://…/connectors]`. The name
 * of the program may be in another key (`entrypoint`, `image`).
 */
function commandOf(value: unknown): string | undefined {
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) return undefined;
  if (!value.some((one) => /^(?:https?:\/\/)?[^\s/{}]+\/connectors(?:[/?]\S*)?$/.test(one))) return undefined;
  const program = /(?:^|\/)curl$/.test(value[0] ?? '') ? [] : ['curl'];
  const words = [...program, ...value].map((one) => `'${one.replaceAll("'", "'\\''")}'`);
  const line = ['curl', ...words.slice(1)].join(' ');
  return value.some((one) => sends.test(` ${one}`)) ? line : undefined;
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

function isRequest({ url, body, src }: Members): boolean {
  return (body !== undefined || src !== undefined) && /\/connectors\b/.test(textOf(url) ?? '');
}

/** A request of Ansible whose body is not in the document. */
function requestIn({ value, parent }: Located, data: unknown): Omit<NotRead, 'source'> | undefined {
  if (!isMap(value)) return undefined;
  const { src } = value;
  const given = value['body'] ?? src;
  const body = textOf(given) ?? textOf(isMap(given) ? given['config'] : undefined);
  const url = textOf(value['url'])?.replace(/\/\/[^/@]*@/, '//');
  if (url === undefined || body === undefined) return undefined;
  if (/\blookup\s*\(/.test(body) || src !== undefined)
    return { url, body, reason: 'Ansible reads the body from a file' };
  if (!/\{\{/.test(body) || isEmbedded(body)) return undefined;
  const loop = Object.entries(parent).find(([key]) => key === 'loop' || key.startsWith('with_'))?.[1];
  const names = namesIn([body, textOf(loop) ?? ''].join(' '));
  const isHere = typeof loop === 'object' || names.some((name) => hasKey(data, name));
  return isHere ? undefined : { url, body, reason: 'Ansible reads the body from a variable of another file' };
}

function namesIn(expressions: string): readonly string[] {
  return (expressions.match(/[A-Za-z_]\w*/g) ?? []).filter((name) => name !== 'item' && name !== 'config');
}

/** Whether any object of the data has the key. */
function hasKey(data: unknown, key: string): boolean {
  if (typeof data !== 'object' || data === null) return false;
  return (isMap(data) && key in data) || Object.values(data).some((one) => hasKey(one, key));
}
