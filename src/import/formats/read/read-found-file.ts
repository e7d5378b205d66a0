import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { diagnose } from '../../../model/diagnostic.ts';
import { connectorsOfData } from './connectors-of-data.ts';
import { combine, type FoundConnectorFile, type FoundFile, positionOf, unreadable } from './found-file.ts';
import { readJavaProperties } from './java-properties.ts';
import { readJsonFile } from './read-json-file.ts';
import { readScriptFile } from './shell/read-script-file.ts';
import { toFoundConnectors } from './to-found-connectors.ts';

/** Reads the connectors of a file; the format is decided by its extension, otherwise by its contents. */
export function readFoundFile(file: FoundFile): FoundConnectorFile {
  const read = readUnlessTooDeep(file);
  if (read.connectors.length + read.diagnostics.length > 0) return read;
  return {
    connectors: [],
    diagnostics: [diagnose('import-no-connectors', {}, { source: positionOf(file, 0) })],
  };
}

/** Thousands of nested brackets or aliases must not crash the process. */
function readUnlessTooDeep(file: FoundFile): FoundConnectorFile {
  try {
    return readers[kindOf(file)](file);
  } catch (error) {
    // RangeError: stack overflow. ReferenceError: the YAML parser rejects the aliases.
    if (!(error instanceof RangeError || error instanceof ReferenceError)) throw error;
    return unreadable(positionOf(file, 0), 'nested too deeply, or in a cycle');
  }
}

type Kind = 'json' | 'properties' | 'shell' | 'yaml';

const readers: Readonly<Record<Kind, (file: FoundFile) => FoundConnectorFile>> = {
  json: readJsonFile,
  properties: readProperties,
  shell: readScriptFile,
  yaml: readYaml,
};

const byExtension: Readonly<Record<string, Kind>> = {
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
  const kind = byExtension[path.posix.extname(file).toLowerCase()];
  if (kind) return kind;
  if (/^\s*[{[]/.test(text)) return 'json';
  if (/^#!|^[^#\r\n\u2028\u2029]*\bcurl\b/m.test(text)) return 'shell';
  return /^[ \t\f]*connector\.class\s*=/m.test(text) ? 'properties' : 'yaml';
}

function readProperties(file: FoundFile): FoundConnectorFile {
  const properties = readJavaProperties(file.text);
  const config = Object.fromEntries(properties.map(({ key, value }) => [key, value]));
  return toFoundConnectors(file, { found: connectorsOfData(config), offset: 0 });
}

/** Scalars keep their text: `1e3` and `yes` stay as they are. */
function readYaml(file: FoundFile): FoundConnectorFile {
  const documents = parseAllDocuments(file.text, {
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const read = documents.map((document) => {
    const [fault] = document.errors;
    if (fault) return unreadable(positionOf(file, fault.pos[0]), 'invalid YAML');
    return toFoundConnectors(file, {
      found: connectorsOfData(withJoinedLists(document.toJS())),
      offset: document.range[0],
    });
  });
  return combine(read);
}

/** Kafka Connect expects a list of strings as one string, joined with commas. */
function withJoinedLists(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.length > 0 && value.every((one) => typeof one === 'string')
      ? value.join(',')
      : value.map(withJoinedLists);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withJoinedLists(one)]));
}
