import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { Source } from '../model/source.ts';
import { displayPath } from './display-path.ts';

/** The variable of the job that lists folders outside of the project from which files may be read. */
export const allowedPathsVariable = 'CONNECT_SYNC_ALLOWED_PATHS';

/** Which files the files of a project may lead to. */
export interface ProjectBoundary {
  /** Where an existing path really is, if that is outside of the project; undefined: it is inside, or not there. */
  outside(absolute: string): string | undefined;
  /**
   * For a link that a search has found.
   *
   * @throws an error with code `OUTSIDE` if it leads outside, `HIDDEN` if to a hidden entry, such as `.env`
   */
  assertInside(link: string): void;
}

/**
 * The boundary of a project: its folders without symbolic links, and what the job allows besides
 * (`CONNECT_SYNC_ALLOWED_PATHS`, separated as in PATH, relative to the first folder). The folder of Git is outside: its
 * configuration may hold the token of the checkout.
 */
export function projectBoundary(
  folders: readonly [string, ...string[]],
  allowed: string | undefined,
): ProjectBoundary {
  const listed = (allowed ?? '').split(path.delimiter).filter((one) => one.trim() !== '');
  const named = [...folders, ...listed.map((one) => path.resolve(folders[0], one.trim()))];
  let roots: readonly string[] | undefined;
  const outside = (absolute: string) => {
    const real = realPath(absolute);
    if (real === undefined) return undefined;
    roots ??= named.map((one) => realPath(one) ?? one);
    return roots.some((root) => isWithin(root, real)) ? undefined : real;
  };
  return {
    outside,
    assertInside: (link) => {
      if (outside(link) !== undefined) throw refusal('OUTSIDE');
      // The job may keep secrets there. Kubernetes mounts files through links to `..data`.
      const real = realPath(link);
      const isShown = roots?.some(
        (root) => real && isWithin(root, real) && !path.relative(root, real).split(path.sep).some(isHidden),
      );
      if (real !== undefined && !isShown) throw refusal('HIDDEN');
    },
  };
}

/** The problem that a file which another file names leads outside of the project. `shown`: as it is reported. */
export function outsideProject(shown: string, real: string, source?: Source): Diagnostic {
  const isFolder = statSync(real, { throwIfNoEntry: false })?.isDirectory() === true;
  const args = { file: shown, real, folder: isFolder ? real : path.dirname(real) };
  return diagnose('outside-project', args, source ? { source } : {});
}

/**
 * The problem that a file which was named on the command line is a link out of the directory: it may have been made by
 * others. A path that is outside as it is written was named by the user.
 */
export function linkOutside(directory: string, absolute: string): Diagnostic | undefined {
  if (!isWithin(directory, absolute)) return undefined;
  const real = projectBoundary([directory], undefined).outside(absolute);
  if (real === undefined) return undefined;
  return diagnose('link-outside-project', { file: displayPath(directory, absolute), real });
}

function refusal(code: 'OUTSIDE' | 'HIDDEN'): Error {
  return Object.assign(new Error(code), { code });
}

function isHidden(name: string): boolean {
  return name.startsWith('.') && !name.startsWith('..');
}

function isWithin(root: string, real: string): boolean {
  const relative = path.relative(root, real);
  if (path.isAbsolute(relative)) return false;
  const parts = relative.split(path.sep);
  return parts[0] !== '..' && !parts.includes('.git');
}

function realPath(absolute: string): string | undefined {
  try {
    return realpathSync.native(absolute);
  } catch {
    return undefined;
  }
}
