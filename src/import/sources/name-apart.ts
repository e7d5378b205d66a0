import type { FoundConnectorConfig } from '../formats/found-connector.ts';
import type { FoundConnectorFile } from '../formats/read/found-file.ts';

/** Gives configs without a name in one file different names: that of the file with a number. */
export function nameApart(file: FoundConnectorFile): FoundConnectorFile {
  const unnamed = file.connectors.filter(({ isNamedByFile }) => isNamedByFile);
  const repeated = new Set(
    unnamed.map(({ name }) => name).filter((name, index, all) => all.indexOf(name) !== index),
  );
  if (repeated.size === 0) return file;
  const taken = new Set(file.connectors.map(({ name }) => name));
  const number = numberer(repeated, taken);
  const names = new Map<FoundConnectorConfig, string>(unnamed.map((one) => [one, number(one.name)]));
  const ofProblems = numberer(repeated, taken);
  return {
    ...file,
    connectors: file.connectors.map((one) => ({ ...one, name: names.get(one) ?? one.name })),
    diagnostics: file.diagnostics.map((problem) => {
      const { code, args } = problem;
      if (code !== 'import-name-from-file') return problem;
      return { ...problem, args: { ...args, name: ofProblems(String(args['name'])) } };
    }),
  };
}

/** Numbers each repeated name in the order in which it is asked for; a name that is taken is left out. */
function numberer(repeated: ReadonlySet<string>, taken: ReadonlySet<string>): (name: string) => string {
  const last = new Map<string, number>();
  return (name) => {
    if (!repeated.has(name)) return name;
    let number = (last.get(name) ?? 0) + 1;
    while (taken.has(`${name}-${number}`)) number += 1;
    last.set(name, number);
    return `${name}-${number}`;
  };
}
