import { expect } from 'vitest';
import { eventually } from './eventually.ts';
import { onlyCluster } from './json-output.ts';
import type { StoryWorld } from './main-story.ts';
import type { CliRun } from './run-cli.ts';

/** What the tutorial needs besides a worker. */
export interface TutorialWorld extends StoryWorld {
  /** The version of Kafka Connect, such as `3.9.1`. */
  readonly version: string;
  /** The config of a source whose only task fails and quotes `quotedSecret` in its trace. */
  readonly failingSource: Readonly<Record<string, string>>;
  readonly rootCause: RegExp;
  readonly quotedSecret: string;
  /** Has records pass through a connector, where none flow by themselves. */
  readonly passRecords?: (name: string) => void;
}

/** A plain REST request to compare with. Right after a change a worker may reject requests for a moment. */
export async function get(world: TutorialWorld, resource: string) {
  let body: unknown;
  await eventually(async () => {
    const answer = await fetch(`${world.url}${resource}`);
    const text = await answer.text();
    expect(answer.status, `${resource}: ${text}`).toBe(200);
    body = JSON.parse(text);
  });
  return body as ReturnType<typeof JSON.parse>;
}

/** Runs a command and expects it to succeed. */
export async function succeed(world: TutorialWorld, args: readonly string[]): Promise<CliRun> {
  const run = await world.run(args);
  expect(run.exitCode, `${args.join(' ')}: ${run.stdout}${run.stderr}`).toBe(0);
  return run;
}

/** What a command prints about the cluster as JSON; expects it to succeed. */
export async function json(world: TutorialWorld, args: readonly string[]) {
  const { stdout } = await succeed(world, [...args, '-f', 'json']);
  return args[0] === 'show' ? JSON.parse(stdout) : onlyCluster(stdout);
}

/** Whether the worker has this version or a later one. */
export function isAtLeast({ version }: TutorialWorld, major: number, minor: number): boolean {
  const [own = 0, ownMinor = 0] = version.split('.').map(Number);
  return own > major || (own === major && ownMinor >= minor);
}
