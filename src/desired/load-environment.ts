import path from 'node:path';
import { parse } from 'dotenv';
import { readText } from '../files/read-file.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { readingFailure } from './reading-failure.ts';

/** The variables of the process and of the environment files, and the problems of these files. */
export interface LoadedEnvironment {
  readonly environment: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads environment files. A later file takes precedence, and the environment of the process over all files. */
export async function loadEnvironment(
  directory: string,
  envFiles: readonly string[],
  environment: ReadonlyMap<string, string>,
): Promise<LoadedEnvironment> {
  const [merged, diagnostics]: [Map<string, string>, Diagnostic[]] = [new Map(), []];
  for (const file of envFiles) {
    try {
      const text = await readText(path.resolve(directory, file));
      const variables = parse(text);
      diagnostics.push(...findTruncatedValues(file, text));
      for (const [name, value] of Object.entries(variables)) merged.set(name, value);
    } catch (error) {
      diagnostics.push(diagnose('unreadable-environment-file', { file, reason: readingFailure(error) }));
    }
  }
  for (const [name, value] of environment) merged.set(name, value);
  return { environment: merged, diagnostics };
}

/** Unquoted values that end at a `#` inside a word: probably passwords, so nothing of them is shown. */
function findTruncatedValues(file: string, text: string): Diagnostic[] {
  const display = file.replaceAll('\\', '/');
  return text.split(/\r?\n/).flatMap((line, index) => {
    const name = /^\s*(?:export\s+)?([\w.-]+)\s*=\s*[^\s'"`#][^#'"`]*(?<=\S)#/.exec(line)?.[1];
    // No column: it would reveal the length of the value.
    const source = { file: display, line: index + 1, column: 1 };
    return name === undefined ? [] : [diagnose('environment-value-truncated', { name }, { source })];
  });
}
