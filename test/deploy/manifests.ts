import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';

/** An object of Kubernetes, as a manifest has it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [part: string]: unknown;
}

export const deployFolder = path.resolve(import.meta.dirname, '../../deploy');
export const schemaFolder = path.join(import.meta.dirname, 'kubernetes-1.34');

/** The objects of YAML text with several documents. */
export function manifestsIn(text: string): readonly Manifest[] {
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

/** The objects in the files of a folder; the kustomization is none. */
export function manifestsOf(folder: string): readonly Manifest[] {
  return readdirSync(path.join(deployFolder, folder))
    .filter((file) => file.endsWith('.yaml') && file !== 'kustomization.yaml')
    .flatMap((file) => manifestsIn(readFileSync(path.join(deployFolder, folder, file), 'utf8')));
}

/** The schema of an object. */
export function schemaOf({ apiVersion, kind }: Manifest): object {
  const [group = '', version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const suffix = [group.split('.')[0], version].filter((part) => part !== '').join('-');
  const file = path.join(schemaFolder, `${kind.toLowerCase()}-${suffix}.json`);
  return JSON.parse(readFileSync(file, 'utf8'));
}
