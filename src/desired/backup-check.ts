import type { ErrorObject } from 'ajv/dist/2020.js';
import type { BackupDocument } from '../model/backup-document.ts';
import { compileSchema } from './compile-schema.ts';

/** Judges by the published schema whether a value is a backup. */
export type BackupCheck = (value: unknown) => CheckedBackup;

/** A value that is a backup, or all that keeps it from being one. */
export type CheckedBackup =
  | { readonly kind: 'fine'; readonly document: BackupDocument }
  | { readonly kind: 'faulty'; readonly faults: readonly BackupFault[] };

/** One fault of the shape, without anything that the file holds as a value. */
export interface BackupFault {
  /** The JSON pointer of what is wrong. */
  readonly pointer: string;
  /** The same for people. */
  readonly where: string;
  /** A clause: `must be string`. */
  readonly fault: string;
}

/** A file with more faults than this is none of ours, and nobody reads on. */
const mostFaults = 20;

/** Gets the schema ready. */
export async function loadBackupCheck(): Promise<BackupCheck> {
  const validate = await compileSchema('backup');
  return (value) => {
    if (validate(value)) return { kind: 'fine', document: value as BackupDocument };
    return { kind: 'faulty', faults: (validate.errors ?? []).slice(0, mostFaults).map(describe) };
  };
}

function describe({ keyword, instancePath: pointer, params, message }: ErrorObject): BackupFault {
  const where = pointer === '' ? 'it' : `"${nameOf(pointer)}"`;
  const fault = inWords[keyword]?.(params) ?? message ?? 'is something else';
  return { pointer, where, fault };
}

/** Where ajv's own words could be clearer; they never quote the value. */
const inWords: Readonly<Record<string, (params: ErrorObject['params']) => string>> = {
  additionalProperties: (params) => `has a key "${params['additionalProperty']}", which is none of a backup`,
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
