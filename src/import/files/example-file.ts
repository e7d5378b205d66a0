import path from 'node:path';
import { displayPath } from '../../desired/display-path.ts';
import { readTextIfPossible } from '../../files/read-file.ts';
import { environmentExample } from '../formats/write/environment-example.ts';
import type { SecretVariable } from '../formats/write/replace-secrets.ts';
import type { PlannedFile } from '../import-plan.ts';
import type { ImportRequest } from '../import-request.ts';

/**
 * `.env.example` beside the project file, where `init` writes it: names of variables without values. One that stands
 * beside the connector files instead is extended, so that a project has one. Undefined if nothing is new.
 */
export async function exampleFile(
  { directory, out, project }: ImportRequest,
  variables: readonly SecretVariable[],
): Promise<PlannedFile | undefined> {
  const [own, other] = [project.files.base, out].map((folder) => path.join(folder, '.env.example'));
  if (own === undefined || other === undefined) throw new Error('a project has a folder');
  const [ofProject, ofFiles] = await Promise.all([own, other].map(readTextIfPossible));
  const isBesideFiles = ofProject === undefined && ofFiles !== undefined;
  const [absolute, before] = isBesideFiles ? [other, ofFiles] : [own, ofProject];
  const text = environmentExample(variables, before);
  if (text === undefined) return undefined;
  return {
    absolute,
    file: displayPath(directory, absolute),
    kind: 'environment-example',
    action: before === undefined ? 'create' : 'update',
    text,
  };
}
