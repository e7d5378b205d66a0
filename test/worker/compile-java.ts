import { execFile } from 'node:child_process';
import path from 'node:path';
import { MissingPart } from './missing-part.ts';

/** Java sources to compile. */
export interface Compilation {
  /** What it is, for the message of a failure: `the test plugin`. */
  readonly what: string;
  /** The folder of the sources. */
  readonly sources: string;
  /** The files, relative to it. */
  readonly files: readonly string[];
  /** The folder of the classes. */
  readonly target: string;
  /** For `javac`, beside sources and target. */
  readonly options: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** Compiles with the `javac` of JAVA_HOME, else that of the path. Throws `MissingPart` where there is none. */
export async function compileJava({
  what,
  sources,
  files,
  target,
  options,
  env,
}: Compilation): Promise<void> {
  const home = env['JAVA_HOME'];
  const compiler = home ? path.join(home, 'bin', 'javac') : 'javac';
  const given = ['-encoding', 'UTF-8', '-proc:none', ...options, '-d', target, ...files];
  await new Promise<void>((resolve, reject) => {
    execFile(compiler, given, { env, cwd: sources, timeout: 120_000 }, (error, out, said) => {
      if (!error) resolve();
      else if (error.code === 'ENOENT') reject(new MissingPart(compilerIsMissing));
      else reject(new Error(`${what} does not compile: ${said || out || error.message}`));
    });
  });
}

const compilerIsMissing =
  'the Java compiler is missing, only a runtime is there: install a JDK (Debian: apt-get install openjdk-17-jdk-headless)';
