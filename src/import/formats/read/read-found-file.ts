import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { type Diagnostic, diagnose } from '../../../model/diagnostic.ts';
import { parseExactJson } from '../../../model/exact-json.ts';
import type { Source } from '../../../model/source.ts';
import { type FoundConnectorConfig, type FoundValue, textValue, type ValuePart } from '../found-connector.ts';
import { connectorsOfData, type FoundConnector } from './connectors-of-data.ts';
import { readJavaProperties } from './java-properties.ts';
import { jsonTemplate } from './shell/json-template.ts';
import { ShellFault } from './shell/parse-shell.ts';
import { readShellScript, type ShellPayload } from './shell/read-shell-script.ts';
import { splitJson } from './split-json.ts';

/** A file as it lies about. */
export interface FoundFile {
  /** As it is shown, with forward slashes. */
  readonly file: string;
  readonly text: string;
  /** The text of a file that a script names; undefined where there is none. */
  readonly readNamed: (path: string) => string | undefined;
}

/** What was found in it. */
export interface FoundConnectorFile {
  readonly connectors: readonly FoundConnectorConfig[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the connectors of a file, whatever it is: by the end of its name, else by how it begins. */
export function readFoundFile(file: FoundFile): FoundConnectorFile {
  const read = readUnlessTooDeep(file);
  if (read.connectors.length + read.diagnostics.length > 0) return read;
  return { connectors: [], diagnostics: [diagnose('import-no-connectors', {}, { source: place(file, 0) })] };
}

/** Thousands of open brackets, or aliases of aliases, are no file that a person wrote. */
function readUnlessTooDeep(file: FoundFile): FoundConnectorFile {
  try {
    return readers[kindOf(file)](file);
  } catch (error) {
    // The stack is full, or YAML refuses to follow its aliases.
    if (!(error instanceof RangeError || error instanceof ReferenceError)) throw error;
    return unreadable(place(file, 0), 'it is nested too deeply, or in circles');
  }
}

type Kind = 'json' | 'properties' | 'shell' | 'yaml';

const readers: Readonly<Record<Kind, (file: FoundFile) => FoundConnectorFile>> = {
  json: readJson,
  properties: readProperties,
  shell: readScript,
  yaml: readYaml,
};

const byEnding: Readonly<Record<string, Kind>> = {
  '.json': 'json',
  '.jsonl': 'json',
  '.ndjson': 'json',
  '.properties': 'properties',
  '.sh': 'shell',
  '.bash': 'shell',
  '.zsh': 'shell',
  '.yaml': 'yaml',
  '.yml': 'yaml',
};

function kindOf({ file, text }: FoundFile): Kind {
  const ending = byEnding[path.posix.extname(file).toLowerCase()];
  if (ending) return ending;
  if (/^\s*[{[]/.test(text)) return 'json';
  if (/^#!|^[^#\n]*\bcurl\b/m.test(text)) return 'shell';
  return /^\s*connector\.class\s*=/m.test(text) ? 'properties' : 'yaml';
}

function readJson(file: FoundFile): FoundConnectorFile {
  const stretches = splitJson(file.text);
  const read = stretches.map(({ text, offset }) => {
    try {
      return complete(file, { found: connectorsOfData(parseExactJson(text)), offset });
    } catch (error) {
      return unreadable(place(file, offset + faultOffset(error, text)), reasonOf(error, text));
    }
  });
  return together(read);
}

/** Node says at which character it stopped, or quotes what it met; the text of a file is not quoted. */
function reasonOf(error: unknown, text: string): string {
  if (!(error instanceof SyntaxError)) throw error;
  const isAtEnd =
    /^Unexpected end|^Unterminated/.test(error.message) || faultOffset(error, text) >= text.trimEnd().length;
  return isAtEnd ? 'the JSON breaks off' : 'it is no JSON';
}

function faultOffset(error: unknown, text: string): number {
  const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  return Math.min(Number(position ?? 0), text.length);
}

function readProperties(file: FoundFile): FoundConnectorFile {
  const properties = readJavaProperties(file.text);
  const config = Object.fromEntries(properties.map(({ key, value }) => [key, value]));
  return complete(file, { found: connectorsOfData(config), offset: 0 });
}

/** Scalars are the texts that were written: `1e3` and `yes` are what a person typed. */
function readYaml(file: FoundFile): FoundConnectorFile {
  const documents = parseAllDocuments(file.text, {
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const read = documents.map((document) => {
    const [fault] = document.errors;
    if (fault) return unreadable(place(file, fault.pos[0]), 'it is no YAML');
    return complete(file, {
      found: connectorsOfData(withJoinedLists(document.toJS())),
      offset: document.range[0],
    });
  });
  return together(read);
}

/** In a connector file a list of texts is a comma list. */
function withJoinedLists(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.length > 0 && value.every((one) => typeof one === 'string')
      ? value.join(',')
      : value.map(withJoinedLists);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withJoinedLists(one)]));
}

function readScript(file: FoundFile): FoundConnectorFile {
  try {
    return together(readShellScript(file.text).map((payload) => readPayload(file, payload)));
  } catch (error) {
    if (!(error instanceof ShellFault)) throw error;
    return unreadable(place(file, error.offset), error.message);
  }
}

function readPayload(file: FoundFile, { name, content, offset }: ShellPayload): FoundConnectorFile {
  if (content.kind === 'file') {
    const text = file.readNamed(content.path);
    return text?.includes('connector.class')
      ? named(readJson({ ...file, file: content.path, text }), name)
      : nothing;
  }
  const mark = unusedMark(content.parts.map(({ text }) => text).join(''));
  const template = jsonTemplate(content.parts, (variable) => `${mark}${variable}${mark}`);
  const source = place(file, offset);
  try {
    const found = splitJson(template.text).flatMap(({ text }) => connectorsOfData(parseExactJson(text)));
    const kept = [...new Set(template.kept)].map((text) =>
      diagnose('import-shell-expansion', { text }, { source }),
    );
    const read = complete(file, { found, offset, name, mark });
    return { ...read, diagnostics: [...read.diagnostics, ...kept] };
  } catch (error) {
    const reason = reasonOf(error, template.text);
    return { connectors: [], diagnostics: [diagnose('import-part-unreadable', { reason }, { source })] };
  }
}

/** The URL of a PUT says which connector it is, whatever the file says. */
function named(file: FoundConnectorFile, name: string | undefined): FoundConnectorFile {
  const [only] = file.connectors;
  if (name === undefined || !only || file.connectors.length > 1) return file;
  const diagnostics = file.diagnostics.filter(({ code }) => code !== 'import-name-from-file');
  return { connectors: [{ ...only, name }], diagnostics };
}

interface Found {
  readonly found: readonly FoundConnector[];
  readonly offset: number;
  readonly name?: string | undefined;
  readonly mark?: string;
}

function complete(file: FoundFile, { found, offset, name, mark }: Found): FoundConnectorFile {
  const source = place(file, offset);
  return together(
    found.map((one): FoundConnectorFile => {
      const usual = path.posix.parse(file.file).name.replace(/[^A-Za-z0-9._-]+/g, '-');
      const own = name ?? (one.name === undefined ? usual : shownName(one.name, mark));
      const [nested] = one.nestedKeys;
      if (nested !== undefined)
        return {
          connectors: [],
          diagnostics: [diagnose('import-nested-value', { name: own, key: nested }, { source })],
        };
      const config = [...one.config].filter(([key, text]) => key !== 'name' || !agrees(text, own, name));
      return {
        connectors: [
          {
            name: own,
            config: new Map(config.map(([key, text]) => [key, adoptedValue(text, mark)])),
            state: one.state,
            source,
          },
        ],
        diagnostics: [
          ...((name ?? one.name) === undefined
            ? [diagnose('import-name-from-file', { name: own }, { source })]
            : []),
          ...(one.nullKeys.length > 0
            ? [diagnose('import-null-value', { name: own, keys: one.nullKeys }, { source })]
            : []),
        ],
      };
    }),
  );
}

/** What the shell makes up within the configuration is taken to be the name that its URL says. */
function agrees(inConfig: string, name: string, inUrl: string | undefined): boolean {
  return inConfig === name || (inUrl !== undefined && /[$\ue000-\uf8ff]/.test(inConfig));
}

/** A name that the shell makes up is shown as it stands there; no connector file can have it. */
function shownName(name: string, mark: string | undefined): string {
  if (mark === undefined) return name;
  return name
    .split(mark)
    .map((part, index) => (index % 2 === 1 ? `\${${part}}` : part))
    .join('');
}

function adoptedValue(text: string, mark: string | undefined): FoundValue {
  if (mark === undefined || !text.includes(mark)) return textValue(text);
  const parts = text
    .split(mark)
    .map(
      (part, index): ValuePart =>
        index % 2 === 1 ? { kind: 'variable', name: part } : { kind: 'text', text: part },
    );
  return parts.filter((part) => part.kind === 'variable' || part.text !== '');
}

/** A character of the private use area that a text does not hold. */
function unusedMark(text: string): string {
  let code = 0xe000;
  while (text.includes(String.fromCharCode(code))) code += 1;
  return String.fromCharCode(code);
}

const nothing: FoundConnectorFile = { connectors: [], diagnostics: [] };

function together(files: readonly FoundConnectorFile[]): FoundConnectorFile {
  return {
    connectors: files.flatMap(({ connectors }) => connectors),
    diagnostics: files.flatMap(({ diagnostics }) => diagnostics),
  };
}

function unreadable(source: Source, reason: string): FoundConnectorFile {
  return { connectors: [], diagnostics: [diagnose('import-unreadable', { reason }, { source })] };
}

/** Without the line itself: what is in it is not judged yet, and may be secret. */
function place({ file, text }: Pick<FoundFile, 'file' | 'text'>, offset: number): Source {
  const before = text.slice(0, offset);
  return { file, line: before.split('\n').length, column: 1 };
}
