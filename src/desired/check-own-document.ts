import type { ErrorObject } from 'ajv/dist/2020.js';
import type { BackupDocument } from '../model/backup-document.ts';
import type { SavedPlan } from '../model/saved-plan.ts';
import { compileSchema } from './compile-schema.ts';

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

const nouns = {
  backup: 'backup',
  'saved-plan': 'saved plan',
} as const satisfies Record<keyof OwnDocuments, string>;

/** Gets the schema ready. */
export async function loadDocumentCheck<Kind extends keyof OwnDocuments>(
  kind: Kind,
): Promise<DocumentCheck<Kind>> {
  const validate = await compileSchema(kind);
  return (value) => {
    if (validate(value)) return { kind: 'fine', document: value as OwnDocuments[Kind] };
    const faults = (validate.errors ?? []).slice(0, mostFaults);
    return { kind: 'faulty', faults: faults.map((error) => describe(error, nouns[kind])) };
  };
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
