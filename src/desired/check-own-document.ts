import type { ErrorObject } from 'ajv/dist/2020.js';
import type { BackupDocument } from '../model/backup-document.ts';
import type { ClusterPluginsDocument, PluginSnapshotDocument } from '../model/plugin-snapshot-document.ts';
import type { PrintedPlans } from '../model/posted-plan.ts';
import type { SavedPlan } from '../model/saved-plan.ts';
import { compileSchema } from './compile-schema.ts';

/** The documents that connect-sync writes and reads back, by the name of their schema. */
export interface OwnDocuments {
  readonly backup: BackupDocument;
  readonly 'saved-plan': SavedPlan;
  readonly plan: PrintedPlans;
  readonly 'plugin-snapshot': PluginSnapshotDocument;
  readonly 'cluster-plugins': ClusterPluginsDocument;
}

/** Validates a value against the published schema of one kind of document. */
export type DocumentCheck<Kind extends keyof OwnDocuments> = (value: unknown) => CheckedDocument<Kind>;

/** A valid document, or the schema violations. */
export type CheckedDocument<Kind extends keyof OwnDocuments> =
  | { readonly kind: 'valid'; readonly document: OwnDocuments[Kind] }
  | { readonly kind: 'invalid'; readonly faults: readonly DocumentFault[] };

/** A schema violation. It never contains a value of the file. */
export interface DocumentFault {
  /** JSON pointer to the violation. */
  readonly pointer: string;
  /** The same position for messages. */
  readonly where: string;
  /** A clause: `must be string`. */
  readonly fault: string;
}

/** A file with more faults was not written by connect-sync; a longer list helps nobody. */
const mostFaults = 20;

const nouns = {
  backup: 'backup',
  'saved-plan': 'saved plan',
  plan: 'plan',
  'plugin-snapshot': 'plugin snapshot',
  'cluster-plugins': 'list of plugins',
} as const satisfies Record<keyof OwnDocuments, string>;

/** Loads and compiles the schema. */
export async function loadDocumentCheck<Kind extends keyof OwnDocuments>(
  kind: Kind,
): Promise<DocumentCheck<Kind>> {
  const validate = await compileSchema(kind);
  return (value) => {
    if (validate(value)) return { kind: 'valid', document: value as OwnDocuments[Kind] };
    const faults = (validate.errors ?? []).slice(0, mostFaults);
    return { kind: 'invalid', faults: faults.map((error) => describe(error, nouns[kind])) };
  };
}

function describe({ keyword, instancePath, params, message }: ErrorObject, noun: string): DocumentFault {
  const where = instancePath === '' ? 'it' : `"${nameOf(instancePath)}"`;
  const fault = messages[keyword]?.(params, noun) ?? message ?? 'is invalid';
  return { pointer: instancePath, where, fault };
}

/** Messages that replace those of Ajv; they never quote a value. */
const messages: Readonly<Record<string, (params: ErrorObject['params'], noun: string) => string>> = {
  additionalProperties: (params, noun) =>
    `has a key "${params['additionalProperty']}", which a ${noun} does not have`,
  required: (params) => `has no "${params['missingProperty']}"`,
  const: (params) => `must be ${JSON.stringify(params['allowedValue'])}`,
  enum: (params) => `must be one of ${[params['allowedValues']].flat().join(', ')}`,
  type: (params) => `must be of type ${[params['type']].flat().join(' or ')}`,
};

/** `/connector/config/a~1b` is `a/b` of `connector.config`: keys may contain dots. */
function nameOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}
