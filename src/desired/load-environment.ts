import path from 'node:path';
import { parse } from 'dotenv';
import { readText } from '../files/read-file.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import {
  type EnvironmentNames,
  environmentNames,
  environmentNamesVariable,
} from '../model/environment-names.ts';
import type { AllowedUrls } from './allowed-urls.ts';
import { linkOutside } from './project-boundary.ts';
import { readingFailure } from './reading-failure.ts';

/** The variables of the process and of the environment files, and the problems of these files. */
export interface LoadedEnvironment {
  readonly environment: ReadonlyMap<string, string>;
  /** Which of them files may refer to. */
  readonly names: EnvironmentNames;
  /** The URLs of clusters that the job allows; undefined: all. */
  readonly allowedUrls: AllowedUrls | undefined;
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
      const absolute = path.resolve(directory, file);
      const problem = linkOutside(directory, absolute);
      if (problem) {
        diagnostics.push(problem);
        continue;
      }
      const text = await readText(absolute);
      const variables = parse(text);
      diagnostics.push(...findTruncatedValues(file, text));
      for (const [name, value] of Object.entries(variables)) merged.set(name, value);
    } catch (error) {
      diagnostics.push(diagnose('unreadable-environment-file', { file, reason: readingFailure(error) }));
    }
  }
  const ownFiles = new Set([...merged.keys()].filter((name) => !environment.has(name)));
  // Only the job decides: an environment file may come from the pull request.
  const names = environmentNames(environment.get(environmentNamesVariable), ownFiles);
  for (const [name, value] of environment) merged.set(name, value);
  const urls = environment.get(allowedUrlsVariable);
  return {
    environment: merged,
    names,
    allowedUrls: urls === undefined ? undefined : await parseUrls(urls),
    diagnostics,
  };
}

/** The variable of the job that lists the URLs of clusters which a run may contact. */
const allowedUrlsVariable = 'CONNECT_SYNC_ALLOWED_URLS';

async function parseUrls(listed: string): Promise<AllowedUrls> {
  const { allowedUrls } = await import('./allowed-urls.ts');
  return allowedUrls(listed);
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
