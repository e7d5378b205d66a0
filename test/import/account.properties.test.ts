import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImportOutcome, ImportView } from '../../src/model/import-view.ts';
import { makeProjectFolder } from '../support/project-folder.ts';
import { resolvedConfigs } from '../support/resolved-configs.ts';
import { runCli } from '../support/run-cli.ts';

// Random mixtures of connectors, each in a situation whose outcome is known. The expected outcome is written down here
// and not computed: each situation is one reason why a connector is imported, left or skipped.

interface Situation {
  readonly outcome: ImportOutcome;
  /** Its name in the imported files, where this is the reason. */
  readonly named?: (name: string) => string;
  /** What else its config contains in the imported files. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** A second definition, identical or with another config. */
  readonly again?: 'identical' | 'different';
  /** The files of the project: contents by path. */
  readonly declared?: (name: string) => Readonly<Record<string, string>>;
  /** Its document in a file of the project that several connectors share. */
  readonly shared?: (name: string) => string;
  /** Whether its imported file has an error in another line. */
  readonly isBroken?: boolean;
}

const base = { 'connector.class': 'FileStreamSink', topics: 'a', file: '/data/a.txt' };

function block(name: string, topics: string): string {
  return `# of ${name}\nname: ${name}\nconfig:\n  connector.class: FileStreamSink\n  topics: ${topics} # which\n  file: /data/a.txt\n`;
}

function flow(name: string, topics: string): string {
  return `name: ${name}\nconfig: {connector.class: FileStreamSink, topics: ${topics}, file: /data/a.txt}\n`;
}

function anchored(name: string, topics: string): string {
  return `name: ${name}\nx-all: &all {file: /data/a.txt}\nconfig:\n  <<: *all\n  connector.class: FileStreamSink\n  topics: ${topics}\n`;
}

function secret(name: string): string {
  return `${block(name, 'a')}  db.password: \${env.SET}\n`;
}

function json(name: string, topics: string): string {
  return JSON.stringify({ name, config: { ...base, topics } });
}

function at(extension: string, text: (name: string) => string): NonNullable<Situation['declared']> {
  return (name) => ({ [`connectors/${name}.${extension}`]: text(name) });
}

const situations: Readonly<Record<string, Situation>> = {
  'not declared': { outcome: 'new' },
  'not declared, given twice': { outcome: 'new', again: 'identical' },
  'not declared, given differently': { outcome: 'new', again: 'different' },
  'an invalid name': { outcome: 'skipped', named: (name) => `own-%${name}` },
  'not owned': { outcome: 'skipped', named: (name) => `their-${name}` },
  'a nested value': { outcome: 'skipped', extra: { deep: { a: 'b' } } },
  'a name in the config that differs': { outcome: 'skipped', extra: { name: 'other' } },
  'a broken file': { outcome: 'skipped', isBroken: true },
  'a file of another connector at its place': {
    outcome: 'skipped',
    declared: at('yaml', (name) => block(`${name}-other`, 'z')),
  },
  'declared alike': { outcome: 'unchanged', declared: at('yaml', (name) => block(name, 'a')) },
  'declared alike in braces': { outcome: 'unchanged', declared: at('yml', (name) => flow(name, 'a')) },
  'declared alike with an anchor': {
    outcome: 'unchanged',
    declared: at('yaml', (name) => anchored(name, 'a')),
  },
  'declared alike in JSON': { outcome: 'unchanged', declared: at('json', (name) => json(name, 'a')) },
  'declared differently': { outcome: 'updated', declared: at('yaml', (name) => block(name, 'z')) },
  'declared differently in braces': { outcome: 'differs', declared: at('yaml', (name) => flow(name, 'z')) },
  'declared differently with an anchor': {
    outcome: 'differs',
    declared: at('yaml', (name) => anchored(name, 'z')),
  },
  'declared differently in JSON': { outcome: 'differs', declared: at('json', (name) => json(name, 'z')) },
  'declared absent': { outcome: 'differs', declared: at('yaml', (name) => `name: ${name}\nstate: absent\n`) },
  'another secret in the environment': {
    outcome: 'differs',
    extra: { 'db.password': 'Sesame-Ouvre-1', topics: 'b' },
    declared: at('yaml', secret),
  },
  'in a shared file, alike': { outcome: 'unchanged', shared: (name) => block(name, 'a') },
  'in a shared file, alike in braces': { outcome: 'unchanged', shared: (name) => flow(name, 'a') },
  'in a shared file, differently': { outcome: 'updated', shared: (name) => block(name, 'z') },
  'in a shared file, differently in braces': { outcome: 'differs', shared: (name) => flow(name, 'z') },
  'in a shared file, absent': { outcome: 'differs', shared: (name) => `name: ${name}\nstate: absent\n` },
};

const project = 'version: 1\nownership: { names: ["own-*"] }\n';
const sharedFile = 'connectors/all-of-them.yaml';

interface Case {
  readonly name: string;
  readonly situation: Situation;
}

function imported({ name, situation }: Case, topics?: string): string {
  const config = { ...base, ...situation.extra, ...(topics === undefined ? {} : { topics }) };
  return JSON.stringify({ name: situation.named?.(name) ?? name, config });
}

/** A file per connector, and a second one for a second definition. */
function importedFiles(one: Case): Readonly<Record<string, string>> {
  const { name, situation } = one;
  const rest = situation.isBroken === true ? '\n{"name": oops}\n' : '\n';
  const second = situation.again && imported(one, situation.again === 'identical' ? undefined : 'second');
  return {
    [`old/${name}.jsonl`]: imported(one) + rest,
    ...(second === undefined ? {} : { [`old/${name}.second.json`]: second }),
  };
}

function expectedOutcomes({ name, situation }: Case): readonly string[] {
  const own = `${situation.named?.(name) ?? name} ${situation.outcome}`;
  return situation.again === 'different' ? [own, `${name} skipped`] : [own];
}

function documentsOf(text: string): readonly string[] {
  return text.split('---\n');
}

describe('an import of any mixture of connectors', () => {
  it('gives each exactly one outcome, which is true of its file', { timeout: 120_000 }, async () => {
    const kinds = fc.array(fc.constantFrom(...Object.keys(situations)), { minLength: 1, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(kinds, async (chosen) => {
        const cases = chosen.map((kind, index): Case => {
          const situation = situations[kind];
          if (!situation) throw new Error(kind);
          return { name: `own-${index}`, situation };
        });
        const shared = cases.flatMap(({ name, situation }) => situation.shared?.(name) ?? []);
        const files = {
          'connect-sync.yaml': project,
          ...(shared.length > 0 ? { [sharedFile]: shared.join('---\n') } : {}),
          ...Object.assign({}, ...cases.map(({ name, situation }) => situation.declared?.(name) ?? {})),
          ...Object.assign({}, ...cases.map(importedFiles)),
        } as Record<string, string>;
        const folder = makeProjectFolder(files);
        try {
          await check(cases, files, folder);
        } finally {
          folder.remove();
        }
      }),
      { numRuns: Number(process.env['CONNECT_SYNC_PROPERTY_RUNS'] ?? 15) },
    );
  });
});

async function check(
  cases: readonly Case[],
  files: Readonly<Record<string, string>>,
  folder: ReturnType<typeof makeProjectFolder>,
): Promise<void> {
  const args = ['import', '--from', 'old', '--secrets', 'saved.env', '-f', 'json'];
  const environment = { SET: 'Sesame-Ouvre-2' };
  const run = await runCli(args, { directory: folder.directory, environment });
  const view = JSON.parse(run.stdout) as ImportView;
  const outcomes = view.connectors.map(({ name, outcome }) => `${name} ${outcome}`);
  expect(outcomes.sort()).toEqual(cases.flatMap(expectedOutcomes).sort());
  const { new: added, updated, unchanged, differs, skipped } = view.counts;
  expect(added + updated + unchanged + differs + skipped).toBe(view.connectors.length);
  for (const { outcome, reason } of view.connectors)
    expect(reason !== null).toBe(outcome === 'differs' || outcome === 'skipped');
  const isPart = added + updated + unchanged > 0;
  const isComplete = differs + skipped + view.counts.invalidFiles === 0;
  expect(run.exitCode).toBe(isPart ? (isComplete ? 0 : 20) : 1);
  const read = (file: string) => readFileSync(path.join(folder.directory, file), 'utf8');
  for (const one of cases) checkFile(one, files, read);
  const withoutSources = Object.keys(files).filter((file) => file.startsWith('old/'));
  for (const file of withoutSources) rmSync(path.join(folder.directory, file));
  const resolved = await resolvedConfigs(
    folder,
    existsSync(path.join(folder.directory, 'saved.env')) ? ['saved.env'] : [],
  );
  for (const { name, situation } of cases) {
    const found = { ...base, ...situation.extra };
    if (['new', 'updated', 'unchanged'].includes(situation.outcome))
      expect(resolved.get(name)).toEqual(found);
    else expect(resolved.get(name)).not.toEqual(found);
  }
}

/** A file is changed only where its connector is updated. */
function checkFile(
  { name, situation }: Case,
  files: Readonly<Record<string, string>>,
  read: (file: string) => string,
): void {
  for (const [file, before] of Object.entries(situation.declared?.(name) ?? {}))
    expect(read(file) === before).toBe(situation.outcome !== 'updated');
  if (!situation.shared) return;
  const at = documentsOf(files[sharedFile] ?? '').findIndex((text) => text.includes(`name: ${name}\n`));
  const [before, after] = [documentsOf(files[sharedFile] ?? '')[at], documentsOf(read(sharedFile))[at]];
  expect(after === before).toBe(situation.outcome !== 'updated');
  expect(after).toContain(`name: ${name}\n`);
}
