import { writtenForm } from '../../src/import/formats/found-connector.ts';
import { readFoundFile } from '../../src/import/formats/read/read-found-file.ts';
import { describeDiagnostic } from '../../src/model/diagnostic.ts';

/** What import finds in the text of a file, in short: configs as they are written, by name. */
export function foundIn(file: string, text: string, others: Readonly<Record<string, string>> = {}) {
  const read = readFoundFile({ file, text, readNamed: (path) => others[path] });
  const { connectors, skipped, notRead, diagnostics } = read;
  return {
    configs: Object.fromEntries(
      connectors.map(({ name, config }) => [
        name,
        Object.fromEntries([...config].map(([key, value]) => [key, writtenForm(value)])),
      ]),
    ),
    lines: connectors.map(({ source }) => source?.line),
    states: connectors.flatMap(({ state }) => (state === undefined ? [] : [state])),
    secretKeys: connectors.flatMap(({ secretKeys = [] }) => secretKeys),
    skipped: skipped.map(({ problem }) => describeDiagnostic(problem, (one) => one).message),
    notRead: notRead.map(({ source, url, body, reason }) =>
      [`${source.file}:${source.line}`, url, body, reason].filter((part) => part !== undefined).join(' '),
    ),
    variables: Object.fromEntries(read.variables),
    codes: diagnostics.map(({ code }) => code),
  };
}
