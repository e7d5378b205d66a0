import { expect } from 'vitest';
import { eventually } from './eventually.ts';
import type { StoryWorld } from './main-story.ts';
import type { CliRun } from './run-cli.ts';

/** What the tutorial's story needs besides a worker. */
export interface TutorialWorld extends StoryWorld {
  /** Of Kafka Connect: `3.9.1`. */
  readonly version: string;
  /** The configuration of a source whose only task fails, and quotes `quotedSecret` in its trace. */
  readonly failingSource: Readonly<Record<string, string>>;
  readonly rootCause: RegExp;
  readonly quotedSecret: string;
}

/** A plain HTTP call beside the command. Right after a change a worker may refuse one connector for a moment. */
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

/** Runs a command that must succeed. */
export async function succeed(world: TutorialWorld, args: readonly string[]): Promise<CliRun> {
  const run = await world.run(args);
  expect(run.exitCode, `${args.join(' ')}: ${run.stdout}${run.stderr}`).toBe(0);
  return run;
}

/** The JSON document that a command prints, which must succeed. */
export async function json(world: TutorialWorld, args: readonly string[]) {
  return JSON.parse((await succeed(world, [...args, '-f', 'json'])).stdout);
}

/** Whether the worker of the story is of this version or later. */
export function isAtLeast({ version }: TutorialWorld, major: number, minor: number): boolean {
  const [own = 0, ownMinor = 0] = version.split('.').map(Number);
  return own > major || (own === major && ownMinor >= minor);
}
