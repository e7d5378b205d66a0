import path from 'node:path';
import { displayPath } from '../../desired/display-path.ts';
import { readTextIfPossible } from '../../files/read-file.ts';
import { environmentExample } from '../formats/write/environment-example.ts';
import type { SecretVariable } from '../formats/write/replace-secrets.ts';
import type { PlannedFile } from '../import-plan.ts';
import type { ImportRequest } from '../import-request.ts';

/** `.env.example` beside the connector files: names of variables without values. Undefined if nothing is new. */
export async function exampleFile(
  { directory, out }: ImportRequest,
  variables: readonly SecretVariable[],
): Promise<PlannedFile | undefined> {
  const absolute = path.join(out, '.env.example');
  const before = await readTextIfPossible(absolute);
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
