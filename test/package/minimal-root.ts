import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { type ProgramEnd, runProgram } from './run-program.ts';

/** A root directory that contains a program, the libraries that its loader asks for, and /project. */
export interface MinimalRoot {
  /** The folder of the project, as seen from outside. */
  readonly project: string;
  /** Runs a command in /project, with nothing in its environment but PATH. */
  run(args: readonly string[]): Promise<ProgramEnd>;
}

/** Makes one: without Node, a shell, /proc, /dev, /etc or a home. */
export function makeMinimalRoot(root: string, program: string): MinimalRoot {
  cpSync(program, path.join(root, 'connect-sync'));
  chmodSync(path.join(root, 'connect-sync'), 0o755);
  const libraries = execFileSync('ldd', [program], { encoding: 'utf8' }).match(/\/\S+(?= \()/g) ?? [];
  for (const library of libraries) cpSync(realpathSync(library), path.join(root, library));
  const project = path.join(root, 'project');
  mkdirSync(project);
  // Root may change its root directory; others may where they are root of a namespace of their own.
  const own = process.geteuid?.() === 0 ? [] : ['unshare', '--map-root-user'];
  const inside = ['chroot', root, '/connect-sync'];
  return {
    project,
    run: (args) => {
      const enter = ['env', '--ignore-environment', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin', ...own, ...inside];
      const where = args[0]?.startsWith('-') ? [] : ['-C', '/project'];
      return runProgram([...enter, ...args, ...where], { directory: root });
    },
  };
}
