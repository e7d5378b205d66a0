import { type DataInFile, partsOfData } from './embedded-parts.ts';
import { combine, emptyFile, type FoundConnectorFile, type FoundFile } from './found-file.ts';
import { cloudFormationParameters } from './shapes/cloud-formation.ts';
import { isMap, textOf } from './shapes/data-shape.ts';
import { openshiftParameters } from './shapes/openshift-template.ts';

/** What data contains beside its connectors: texts that are files of their own, and parameters with their values. */
export function restOfData(file: FoundFile, data: DataInFile): FoundConnectorFile {
  return combine([partsOfData(file, data), { ...emptyFile, variables: variablesOf(data.data) }]);
}

/** Parameters of templates with their values. */
function variablesOf(value: unknown): ReadonlyMap<string, string> {
  if (!isMap(value)) return new Map();
  const parameters = [...openshiftParameters(value), ...cloudFormationParameters(value)];
  return new Map(
    parameters.flatMap(([name, one]): [string, string][] => {
      const text = textOf(one);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}
