import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { type ProjectFolder, projectFolder } from './project-folder.ts';
import { type CliRun, type CliWorld, runCli } from './run-cli.ts';

/** A project in a Git repository in a temporary folder, which ends with the test. */
export interface Repository {
  readonly folder: ProjectFolder;
  /** Runs Git in it and returns what it prints. */
  git(...args: readonly string[]): string;
  /** Commits everything. */
  commit(): void;
  write(file: string, contents: string): void;
  remove(file: string): void;
  /** Runs a command in it, without any environment. */
  run(args: readonly string[], world?: Partial<CliWorld>): Promise<CliRun>;
}

/** Makes a repository whose branch `main` has one commit with these files. */
export function repository(files: Readonly<Record<string, string>>): Repository {
  const folder = projectFolder(files);
  const git = (...args: readonly string[]) => runGit(folder.directory, args);
  const commit = () => {
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', 'x');
  };
  git('init', '-q', '-b', 'main');
  commit();
  return {
    ...{ folder, git, commit },
    write: (file, contents) => folder.write(file, contents),
    remove: (file) => rmSync(path.join(folder.directory, file)),
    run: (args, world) => runCli(args, { directory: folder.directory, ...world }),
  };
}

/** Runs Git as somebody who may commit. */
export function runGit(directory: string, args: readonly string[]): string {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', ['-C', directory, ...who, ...args], { stdio: 'pipe' }).toString();
}
