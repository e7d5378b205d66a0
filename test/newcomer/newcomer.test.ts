import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, describe, expect, it } from 'vitest';
import { startFakeForge } from '../support/forge/fake-forge.ts';
import { missingForWorkers, startWorkers, stopEverything } from '../worker/real-workers.ts';
import { changeOnWorker, failing, putFifteenConnectors } from './fifteen-connectors.ts';
import { type Hint, hintsIn, subcommandOf } from './hints.ts';
import { installTarball } from './install-tarball.ts';
import { type Ran, runAtTerminal, type Session } from './terminal-session.ts';

const version = '3.9.1';
const missing = await missingForWorkers([version]);
if (missing) console.warn(`the newcomer is skipped: ${missing}`);

/**
 * How a command may end when its hint works: with the result of a command that ran, never as refused or misused. One
 * connector is FAILED throughout, which status and apply report with 25, and drift and plan may find something (2).
 */
const worked: readonly number[] = [0, 2, 25];

/** How `--watch` ends with Ctrl-C. */
const interrupted = 130;

describe.skipIf(missing)('a newcomer with a cluster of 15 connectors', () => {
  afterAll(stopEverything);

  it('gets from nothing to a reviewed change, and every hint on the way works as printed', async () => {
    const workers = await startWorkers({ version });
    const url = workers.urls[0] ?? '';
    const temporary = mkdtempSync(path.join(tmpdir(), 'connect-sync-newcomer-'));
    const forge = await startFakeForge('github');
    try {
      const [bin] = await Promise.all([installTarball(temporary), putFifteenConnectors(url)]);
      const directory = path.join(temporary, 'orders');
      mkdirSync(directory);
      const { problems, story, hints, seconds } = await play({
        directory,
        bin,
        url,
        pipeline: forge.environment,
      });
      process.stdout.write(summary(story, hints, seconds));
      expect(problems.join('\n\n')).toBe('');
      expect(forge.comments()).toHaveLength(1);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
      await workers.stop();
    }
  });
});

interface Play {
  readonly directory: string;
  readonly bin: string;
  readonly url: string;
  /** The environment of a pipeline for a pull request. */
  readonly pipeline: Readonly<Record<string, string>>;
}

async function play({ directory, bin, url, pipeline }: Play) {
  const home = path.join(directory, '..', 'home');
  mkdirSync(home);
  const person: Session = {
    directory,
    environment: {
      PATH: `${bin}:${process.env['PATH']}`,
      HOME: home,
      LANG: 'C.UTF-8',
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.com',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@example.com',
    },
  };
  const runner: Session = { directory, environment: { ...person.environment, ...pipeline } };
  const story: Ran[] = [];
  const tried: Ran[] = [];
  const problems: string[] = [];
  const waiting: { readonly hint: Hint; readonly by: string }[] = [];
  const seen = new Set<string>();

  const run = async (command: string, expected: readonly number[], session = person): Promise<void> => {
    const ran = await runAtTerminal(session, command);
    story.push(ran);
    if (!expected.includes(ran.exitCode))
      problems.push(`${command}\nexits ${ran.exitCode}, expected ${expected}\n${ran.output}`);
    noteHints(ran);
  };
  const noteHints = (ran: Ran) => {
    for (const hint of hintsIn(ran.output)) {
      // Each restore backs up and names its own way back: one of them is enough.
      const kind = hint.command.replaceAll(/backups\/\S+/g, 'backups/…');
      if (!seen.has(kind)) waiting.push({ hint, by: ran.command });
      seen.add(kind);
    }
  };
  /** Runs the hints that were printed and not yet followed, in the order of their appearance; new ones are added. */
  const followHints = async (except: readonly string[] = []) => {
    const later: typeof waiting = [];
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (except.includes(subcommandOf(next.hint))) {
        later.push(next);
        continue;
      }
      const ran = await runAtTerminal(person, next.hint.command);
      tried.push(ran);
      const isWatched = ran.exitCode === interrupted && ran.command.includes('--watch');
      if (!isWatched && !worked.includes(ran.exitCode)) {
        problems.push(
          `The hint  ${next.hint.command}  of  ${next.by}  does not work: exit ${ran.exitCode}.\n` +
            `Printed as: ${next.hint.line}\n${ran.output}`,
        );
      }
      noteHints(ran);
    }
    waiting.push(...later);
  };
  const edit = (name: string, from: string | RegExp, to: string) => {
    const file = path.join(directory, 'connectors', `${name}.yaml`);
    writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
  };

  const started = Date.now();
  await run('git init -q', [0]);
  await run(`connect-sync init --cluster ${url.replace('http://', '')}`, [0]);
  await run('connect-sync import --cluster dev --secrets .env', [0]);
  await followHints(['apply']);
  await run('git add -A && git commit -qm "Import the connectors of dev"', [0]);
  expect(
    readdirSync(path.join(directory, 'connectors')).filter((file) => file.endsWith('.yaml')),
  ).toHaveLength(15);
  expect(readFileSync(path.join(directory, '.env'), 'utf8')).toContain('eu-Pa55-4711');

  edit('orders-lines-05', /orders-lines-05\.txt/, 'lines-05.txt');
  await run('connect-sync plan --dotenv .env', [0]);
  await followHints();
  edit('orders-lines-06', /orders-lines-06\.txt/, 'lines-06.txt');
  await run('connect-sync plan --dotenv .env --out plan.json', [0]);
  await run('connect-sync comment plan.json', [0], runner);
  await run('connect-sync apply plan.json --dotenv .env', [0, 25]);
  await followHints();

  await changeOnWorker(url, 'orders-lines-07', { file: '/tmp/elsewhere.txt' });
  await run('connect-sync drift --dotenv .env', [2]);
  await followHints();
  await run('connect-sync status', [25]);
  await run('connect-sync list', [0, 25]);
  await run(`connect-sync describe ${failing}`, [0, 25]);
  await run('connect-sync plan --cluster prod', [29, 64]);
  await run('connect-sync describe orders-archiv', [1, 64]);
  await run('connect-sync explain duplicat-key', [1]);
  await run('connect-sync plan', [0, 29]);
  await followHints();
  return { problems, story, hints: tried, seconds: (Date.now() - started) / 1000 };
}

function summary(story: readonly Ran[], hints: readonly Ran[], seconds: number): string {
  const lines = (title: string, all: readonly Ran[]) =>
    `${title}\n${all.map((ran) => `  ${ran.seconds.toFixed(1).padStart(5)} s  exit ${ran.exitCode}  ${ran.command}\n`).join('')}`;
  const ours = story.filter(({ command }) => command.startsWith('connect-sync'));
  return (
    `${lines('Typed:', story)}${lines('Hints, run as printed:', hints)}` +
    `${ours.length} commands and ${hints.length} hints in ${seconds.toFixed(0)} s\n`
  );
}
