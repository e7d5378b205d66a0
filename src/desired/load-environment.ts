import { existsSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'dotenv';
import { noteRead } from '../files/noted-reads.ts';
import { readText } from '../files/read-file.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import {
  type EnvironmentNames,
  environmentNames,
  environmentNamesVariable,
} from '../model/environment-names.ts';
import type { AllowedUrls } from './allowed-urls.ts';
import { displayPath } from './display-path.ts';
import { linkOutside, outsideProject, type ProjectBoundary } from './project-boundary.ts';
import { readingFailure } from './reading-failure.ts';
import type { PlainText } from './template.ts';

/** The variables of the process and of the environment files, and the problems of these files. */
export interface LoadedEnvironment {
  readonly environment: ReadonlyMap<string, string>;
  /** Which of them files may refer to. */
  readonly names: EnvironmentNames;
  /** The URLs of clusters that the job allows; undefined: all. */
  readonly allowedUrls: AllowedUrls | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** What to read: as in `LoadRequest`. */
export interface EnvironmentRequest {
  readonly directory: string;
  readonly envFiles: readonly string[] | undefined;
  readonly environment: ReadonlyMap<string, string>;
}

/** The environment files that the project file declares. */
export interface DeclaredDotenv {
  readonly files: readonly PlainText[];
  /** Absolute; the files are relative to it. */
  readonly base: string;
  readonly boundary: ProjectBoundary;
}

/**
 * Reads environment files. A later file takes precedence, and the environment of the process over all files. Files of
 * the request come first, then those of CONNECT_SYNC_DOTENV, then those that the project declares.
 */
export async function loadEnvironment(
  { directory, envFiles, environment }: EnvironmentRequest,
  declared: DeclaredDotenv | undefined,
): Promise<LoadedEnvironment> {
  const named = envFiles ?? listedEnvironmentFiles(environment);
  const read = named ? await readNamed(directory, named) : await readDeclared(directory, declared);
  const ownFiles = named ? [...read.variables.keys()].filter((name) => !environment.has(name)) : [];
  // Only the job decides: an environment file may come from the pull request.
  const names = environmentNames(environment.get(environmentNamesVariable), new Set(ownFiles));
  const urls = environment.get(allowedUrlsVariable);
  return {
    environment: new Map([...read.variables, ...environment]),
    names,
    allowedUrls: urls === undefined ? undefined : await parseUrls(urls),
    diagnostics: read.diagnostics,
  };
}

/** The variable that lists environment files, separated as in PATH and relative to the directory. */
const dotenvVariable = 'CONNECT_SYNC_DOTENV';

/** The environment files that the job lists, relative to the directory; undefined: none. */
function listedEnvironmentFiles(environment: ReadonlyMap<string, string>): readonly string[] | undefined {
  const listed = environment.get(dotenvVariable) ?? '';
  const files = listed.split(path.delimiter).filter((file) => file.trim() !== '');
  return files.length > 0 ? files : undefined;
}

interface ReadVariables {
  readonly variables: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

async function readNamed(directory: string, files: readonly string[]): Promise<ReadVariables> {
  const [variables, diagnostics]: [Map<string, string>, Diagnostic[]] = [new Map(), []];
  for (const file of files) {
    const absolute = path.resolve(directory, file);
    noteRead('place', absolute);
    const problem = linkOutside(directory, absolute);
    if (problem) diagnostics.push(problem);
    else await readInto(variables, { file, absolute }, diagnostics);
  }
  return { variables, diagnostics };
}

/**
 * A file that is missing is no problem: in a pipeline the variables come from the job. The project file may come from a
 * pull request, so its files are confined to the project, set no variable of connect-sync itself, and a reserved name
 * stays reserved.
 */
async function readDeclared(
  directory: string,
  { files, base, boundary }: DeclaredDotenv = { files: [], base: directory, boundary: nowhere },
): Promise<ReadVariables> {
  const [variables, diagnostics]: [Map<string, string>, Diagnostic[]] = [new Map(), []];
  for (const { text, source } of files) {
    const absolute = path.resolve(base, text);
    noteRead('place', absolute);
    const real = boundary.outside(absolute);
    if (real !== undefined) diagnostics.push(outsideProject(text, real, source));
    else if (existsSync(absolute))
      await readInto(variables, { file: displayPath(directory, absolute), absolute }, diagnostics);
  }
  const taken = [...variables].filter(([name]) => !/^CONNECT_SYNC_/i.test(name));
  return { variables: new Map(taken), diagnostics };
}

const nowhere: ProjectBoundary = { outside: () => undefined, assertInside: () => undefined };

async function readInto(
  variables: Map<string, string>,
  { file, absolute }: { readonly file: string; readonly absolute: string },
  diagnostics: Diagnostic[],
): Promise<void> {
  try {
    const text = await readText(absolute);
    for (const [name, value] of Object.entries(parse(text))) variables.set(name, value);
    diagnostics.push(...findTruncatedValues(file, text));
  } catch (error) {
    diagnostics.push(diagnose('unreadable-environment-file', { file, reason: readingFailure(error) }));
  }
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
