import fs from 'node:fs';
import path from 'node:path';
import { isDynamicPattern } from 'tinyglobby';
import { noteRead } from '../files/noted-reads.ts';
import { type Diagnostic, diagnose, distinctDiagnostics } from '../model/diagnostic.ts';
import { displayPath } from './display-path.ts';
import { readingFailure } from './reading-failure.ts';

/** Where files are looked for: `patterns`, relative to `base`. Paths are reported relative to `directory`. */
interface Search {
  readonly directory: string;
  readonly base: string;
  readonly patterns: readonly string[];
}

/**
 * What patterns name and is not there: folders, or files. Of a pattern without any match, at least that is reported.
 * `matches` has the paths that each pattern matches.
 */
export function findMissingPaths(
  search: Search,
  matches: ReadonlyMap<string, readonly string[]>,
): readonly Diagnostic[] {
  return [...matches].flatMap((match) => whatIsMissing(search, match));
}

function whatIsMissing(
  search: Search,
  [pattern, matches]: readonly [string, readonly string[]],
): Diagnostic[] {
  const missing = alternatives(pattern).flatMap((one) =>
    missingPath(search, { pattern: one, declared: pattern }),
  );
  if (missing.length > 0 || matches.length > 0) return [...distinctDiagnostics(missing)];
  return [diagnose('unmatched-pattern', { pattern })];
}

function missingPath(
  { directory, base }: Search,
  { pattern, declared }: { readonly pattern: string; readonly declared: string },
): Diagnostic[] {
  const isNamed = !isDynamicPattern(pattern);
  const absolute = path.resolve(base, isNamed ? pattern : fixedPart(pattern));
  const problem = whyNothingIsIn(absolute, isNamed);
  if (problem === undefined) return [];
  return [
    diagnose('connectors-path-missing', {
      path: displayPath(directory, absolute),
      problem,
      pattern: declared,
    }),
  ];
}

/** Why no file can match below a path; undefined: there may be one, or its folder is reported as unreadable. */
function whyNothingIsIn(absolute: string, mayBeFile: boolean): string | undefined {
  const stats = statsOf(absolute);
  if (stats instanceof Error) {
    const reason = readingFailure(stats);
    return 'code' in stats && stats.code === 'ENOENT' ? 'does not exist' : `cannot be read: ${reason}`;
  }
  if (!stats.isDirectory()) return mayBeFile ? undefined : 'is not a directory';
  return isEmpty(absolute) ? 'is empty' : undefined;
}

function isEmpty(folder: string): boolean {
  try {
    return fs.readdirSync(folder).length === 0;
  } catch {
    return false;
  }
}

/** `{a,b}/*.yaml` and `@(a|b)/*.yaml` name two folders: the patterns for one each. */
function alternatives(pattern: string): readonly string[] {
  const found = new Set([pattern]);
  // A set also iterates what is added meanwhile.
  for (const one of found) {
    const [all = '', before = '', braces, group, after = ''] = choice.exec(one) ?? [];
    const parts = braces?.split(',') ?? group?.split('|') ?? [];
    // What comes after the last folder is about names of files.
    if (all === '' || !(after + parts.join('')).includes('/')) continue;
    found.delete(one);
    for (const part of parts) found.add(before + part + after);
    if (found.size > mostAlternatives) return [pattern];
  }
  return [...found];
}

/** The first `{a,b}` or `@(a|b)`, with what stands before and after it. */
const choice = /^(.*?)(?:\{([^{},]*,[^{}]*)\}|@\(([^()]*)\))(.*)$/s;
const mostAlternatives = 1000;

/** The static directories at the start of a pattern. */
export function fixedPart(pattern: string): string {
  const parts = pattern.split('/').slice(0, -1);
  const variable = parts.findIndex((part) => isDynamicPattern(part));
  return (variable < 0 ? parts : parts.slice(0, variable)).join('/') || (pattern.startsWith('/') ? '/' : '.');
}

/** What a path leads to, or why that is unknown. */
export function statsOf(absolute: string): fs.Stats | Error {
  noteRead('place', absolute);
  try {
    return fs.statSync(absolute);
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

/** Why a search found no file at all. */
export function nothingFound({ directory, base, patterns }: Search): Diagnostic {
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'));
  const folders = wanted.map((pattern) => path.resolve(base, fixedPart(pattern)));
  const missing = folders.find((folder) => !fs.existsSync(folder));
  if (missing === undefined || folders.some((folder) => fs.existsSync(folder))) {
    return diagnose('no-connector-files', { patterns });
  }
  return diagnose('connectors-directory-missing', { directory: displayPath(directory, missing), patterns });
}
