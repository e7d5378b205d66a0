import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { MissingPart } from './missing-part.ts';

const oldestUsable = 17;

/** The `java` command to use: that of JAVA_HOME, else that of the path. Throws `MissingPart`. */
export async function findJava(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const home = env['JAVA_HOME'];
  const command = home ? path.join(home, 'bin', 'java') : 'java';
  const found = await majorVersion(command, env);
  if (found === undefined) {
    throw new MissingPart(
      home
        ? `JAVA_HOME is ${home}, which holds no Java: correct it, or unset it`
        : 'Java is missing: install Java 17 or newer (Debian: apt-get install openjdk-17-jre-headless), or set JAVA_HOME',
    );
  }
  if (found < oldestUsable) {
    throw new MissingPart(`Java ${found} is too old for the Kafka broker: install Java 17 or newer`);
  }
  return command;
}

async function majorVersion(command: string, env: NodeJS.ProcessEnv): Promise<number | undefined> {
  try {
    const { stdout, stderr } = await promisify(execFile)(command, ['-version'], { env, timeout: 30_000 });
    // Java 8 calls itself 1.8, later ones by their number.
    const match = /version "(?:1\.)?(\d+)/.exec(stderr + stdout);
    return match ? Number(match[1]) : undefined;
  } catch {
    return undefined;
  }
}
