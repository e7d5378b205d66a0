import { readFile } from 'node:fs/promises';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import type { BackupDocument } from '../model/backup-document.ts';
import type { SavedPlan } from '../model/saved-plan.ts';

/** The documents that connect-sync writes and reads again, by the name of their schema. */
export interface OwnDocuments {
  readonly backup: BackupDocument;
  readonly 'saved-plan': SavedPlan;
}

/** Judges by the published schema whether a value is a document of one kind. */
export type DocumentCheck<Kind extends keyof OwnDocuments> = (value: unknown) => CheckedDocument<Kind>;

/** A value that is such a document, or all that keeps it from being one. */
export type CheckedDocument<Kind extends keyof OwnDocuments> =
  | { readonly kind: 'fine'; readonly document: OwnDocuments[Kind] }
  | { readonly kind: 'faulty'; readonly faults: readonly DocumentFault[] };

/** One fault of the shape, without anything that the file holds as a value. */
export interface DocumentFault {
  /** The JSON pointer of what is wrong. */
  readonly pointer: string;
  /** The same for people. */
  readonly where: string;
  /** A clause: `must be string`. */
  readonly fault: string;
}

/** A file with more faults than this is none of ours, and nobody reads on. */
const mostFaults = 20;

/** The nouns of the documents, and whose definitions they share. */
const kinds = {
  backup: { noun: 'backup', shares: [] },
  'saved-plan': { noun: 'saved plan', shares: ['plan'] },
} as const satisfies Record<keyof OwnDocuments, { noun: string; shares: readonly string[] }>;

/** Reads and compiles the schema. */
export async function loadDocumentCheck<Kind extends keyof OwnDocuments>(
  kind: Kind,
): Promise<DocumentCheck<Kind>> {
  const { noun, shares } = kinds[kind];
  // A large file may have a fault in each of its values: with a million of them one is enough.
  const ajv = new Ajv2020({ allErrors: kind === 'backup', strict: true, allowUnionTypes: true });
  for (const other of shares) ajv.addSchema(await readSchema(other), `${other}.schema.json`);
  const validate = ajv.compile<OwnDocuments[Kind]>(await readSchema(kind));
  return (value) => {
    if (validate(value)) return { kind: 'fine', document: value };
    const faults = (validate.errors ?? []).slice(0, mostFaults);
    return { kind: 'faulty', faults: faults.map((error) => describe(error, noun)) };
  };
}

async function readSchema(name: string): Promise<object> {
  // The same path from src/desired and from dist/desired.
  const file = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
  return JSON.parse(await readFile(file, 'utf8')) as object;
}

function describe({ keyword, instancePath, params, message }: ErrorObject, noun: string): DocumentFault {
  const where = instancePath === '' ? 'it' : `"${nameOf(instancePath)}"`;
  const fault = inWords[keyword]?.(params, noun) ?? message ?? 'is something else';
  return { pointer: instancePath, where, fault };
}

/** Where ajv's own words could be clearer; they never quote the value. */
const inWords: Readonly<Record<string, (params: ErrorObject['params'], noun: string) => string>> = {
  additionalProperties: (params, noun) =>
    `has a key "${params['additionalProperty']}", which is none of a ${noun}`,
  required: (params) => `has no "${params['missingProperty']}"`,
  const: (params) => `must be ${JSON.stringify(params['allowedValue'])}`,
  enum: (params) => `must be one of ${[params['allowedValues']].flat().join(', ')}`,
  type: (params) => `must be of type ${[params['type']].flat().join(' or ')}`,
};

/** `/connector/config/a~1b` is `a/b` of `connector.config`: keys have dots of their own. */
function nameOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}
