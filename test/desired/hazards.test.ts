import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ProjectFiles } from '../../src/desired/read-project.ts';
import { resolveConnectors } from '../../src/desired/resolve-connectors.ts';
import type { DesiredConnector } from '../../src/model/desired-connector.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { corpusFolder } from '../support/corpus-folder.ts';
import { makeProjectFolder } from '../support/project-folder.ts';

interface Hazard {
  readonly file: string;
  readonly key?: unknown;
}

/** A config of the corpus in a connector file. */
interface Loaded {
  readonly published: Readonly<Record<string, unknown>>;
  readonly connector: DesiredConnector | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Whether the outcome of a case is right. */
type Answer = (loaded: Loaded, key: string) => boolean;

const desiredValue = ({ connector }: Loaded, key: string) =>
  connector?.kind === 'present' ? connector.config.get(key) : undefined;
/** The value is kept byte for byte. */
const exact: Answer = (loaded, key) =>
  key === 'name' || desiredValue(loaded, key) === String(loaded.published[key]);
const everyKey: Answer = (loaded) => Object.keys(loaded.published).every((key) => exact(loaded, key));
const warns = (...codes: readonly string[]): Answer => {
  return (loaded, key) =>
    loaded.diagnostics.some(({ code, args }) => {
      const keys = [args['key'], ...((args['keys'] as string[] | undefined) ?? [])];
      return codes.includes(code) && keys.includes(key);
    });
};
const silent: Answer = (loaded, key) =>
  exact(loaded, key) &&
  !warns('unsupported-placeholder', 'unresolved-placeholder', 'malformed-reference')(loaded, key);
const both = (...answers: readonly Answer[]): Answer => {
  return (loaded, key) => answers.every((answer) => answer(loaded, key));
};

/** The right outcome for each kind of hazard, and the known exceptions. */
const answers: Readonly<Record<string, { is: string; answer: Answer }>> = {
  'yaml-needs-quote': { is: 'byte for byte', answer: exact },
  'yaml-core-changes': { is: 'byte for byte', answer: exact },
  'empty-string': { is: 'the empty text, not absence', answer: exact },
  'non-string-values': { is: 'the text that was written', answer: everyKey },
  'name-inside-config': {
    is: 'no key of its own',
    answer: (loaded) => desiredValue(loaded, 'name') === undefined,
  },
  'extra-top-level-fields': { is: 'passed over', answer: everyKey },
  'lowercase-template': { is: 'left alone', answer: silent },
  'provider-ref': { is: 'left alone', answer: silent },
  'provider-ref-partial': { is: 'byte for byte', answer: exact },
  'provider-lookalike-camel-date': { is: 'left alone', answer: silent },
  'smt-inner-class-dollar': { is: 'left alone', answer: silent },
  'dollar-digit': { is: 'byte for byte', answer: exact },
  'dollar-dollar': { is: 'byte for byte', answer: exact },
  'regex-anchor-dollar': { is: 'left alone', answer: silent },
  'percent-brace': { is: 'left alone', answer: silent },
  'env-placeholder-upper': {
    is: 'a warning, and byte for byte',
    answer: both(exact, warns('unsupported-placeholder')),
  },
  'double-brace': { is: 'byte for byte, with a warning where it is but a name', answer: exact },
  'json-in-string': { is: 'byte for byte', answer: exact },
  'colon-space': { is: 'byte for byte', answer: exact },
  'hash-brace': { is: 'byte for byte', answer: exact },
  'list-comma-space': { is: 'byte for byte', answer: exact },
  backslash: { is: 'byte for byte', answer: exact },
  newline: { is: 'byte for byte', answer: exact },
  'trailing-space': { is: 'byte for byte', answer: exact },
  'long>500': { is: 'byte for byte', answer: exact },
  'key-odd-chars': { is: 'byte for byte', answer: exact },
  jaas: {
    is: 'byte for byte, a password in it known as one',
    answer: both(exact, (loaded, key) => {
      const text = String(loaded.published[key]);
      const isClear = /password\s*=\s*\\?"(?![$<{]|xxx|\*)[^"$<{]+"/i.test(text);
      return !isClear || warns('plaintext-secret')(loaded, key);
    }),
  },
  'secret-in-url': {
    is: 'a warning',
    answer: both(exact, warns('plaintext-secret', 'unsupported-placeholder', 'unresolved-placeholder')),
  },
  'comment-key': { is: 'a warning', answer: warns('comment-key') },
  'disabled-key-underscore': { is: 'a warning', answer: warns('comment-key') },
};

/** Kinds that concern the published file rather than a value; a test below reads the raw text. */
const ofFiles = ['parse-defect', 'duplicate-keys', 'templated-name'];

describe.skipIf(!existsSync(corpusFolder))('the hazards of real configs', () => {
  const hazards = () => linesOf<{ category: string; items: Hazard[] }>('hazards.jsonl');
  let folder: ReturnType<typeof makeProjectFolder>;
  const byFile = new Map<string, Loaded>();

  beforeAll(async () => {
    const configs = linesOf<{ file: string; config: Record<string, unknown> }>('configs.jsonl');
    const files = configs.map(({ config: { name: _, ...config } }, index) => [
      `connectors/real-${index}.json`,
      JSON.stringify({ config }, null, 1),
    ]);
    folder = makeProjectFolder(Object.fromEntries(files));
    const loaded: ProjectFiles = await folder.load();
    folder.remove();
    const target = { name: undefined, vars: new Map() };
    const resolved = resolveConnectors(loaded, target, { unsetEnvironment: 'error' });
    const connectors = new Map(resolved.connectors.map((one) => [one.source.file, one]));
    const problems = new Map<string, Diagnostic[]>();
    for (const problem of [...loaded.diagnostics, ...resolved.diagnostics]) {
      const file = problem.source?.file ?? '';
      problems.set(file, [...(problems.get(file) ?? []), problem]);
    }
    for (const [index, { file, config }] of configs.entries()) {
      const place = `connectors/real-${index}.json`;
      const diagnostics = problems.get(place) ?? [];
      byFile.set(file, { published: config, connector: connectors.get(place), diagnostics });
    }
  });

  it('have a known kind', () => {
    const unknown = hazards().filter(({ category }) => !(category in answers) && !ofFiles.includes(category));
    expect(unknown.map(({ category }) => category)).toEqual([]);
  });

  it('have the right outcome, kind by kind', () => {
    const wrong = hazards().flatMap(({ category, items }) => {
      const rule = answers[category];
      if (!rule) return [];
      // Scripts with an unparsable body have no config to compare with.
      const known = items.filter(({ file }) => byFile.has(file));
      const failed = known.filter(({ file, key }) => {
        const loaded = byFile.get(file);
        if (!loaded || (typeof key === 'string' && !(key in loaded.published))) return false;
        // A config that was published with a mask in place of a secret cannot be used.
        if (loaded.diagnostics.some(({ code }) => code === 'masked-value')) return false;
        return !rule.answer(loaded, typeof key === 'string' ? key : '');
      });
      console.info(`${category}: ${known.length - failed.length} of ${known.length} ${rule.is}`);
      return failed.map(({ file, key }) => `${category}: ${file} ${String(key)}`);
    });
    expect(wrong).toEqual([]);
  });

  it('of whole files are reported with their positions', async () => {
    for (const category of ofFiles) {
      const items = hazards().find((one) => one.category === category)?.items ?? [];
      const json = items.filter(({ file }) => rawOf(file).trimStart().startsWith('{'));
      const problems = await Promise.all(
        json.map(async ({ file }) => {
          const raw = makeProjectFolder({ 'connectors/raw.json': rawOf(file) });
          try {
            return (await raw.load()).diagnostics.map(({ code }) => code);
          } finally {
            raw.remove();
          }
        }),
      );
      const expected = {
        'parse-defect': ['invalid-json', 'duplicate-key', 'invalid-yaml'],
        'duplicate-keys': ['duplicate-key', 'invalid-json'],
        'templated-name': ['invalid-name', 'invalid-json', 'name-mismatch'],
      }[category];
      const missed = json.filter((_, index) => !problems[index]?.some((code) => expected?.includes(code)));
      console.info(
        `${category}: ${json.length - missed.length} of ${json.length} JSON files are errors, as they should`,
      );
      expect(missed.map(({ file }) => file)).toEqual([]);
    }
  });
});

if (!existsSync(corpusFolder)) console.info(`skipped: no hazards of real configurations at ${corpusFolder}`);

/** The published file; empty if the collection omitted it. */
function rawOf(file: string): string {
  const place = path.join(corpusFolder, file);
  return existsSync(place) ? readFileSync(place, 'utf8') : '';
}

function linesOf<Line>(file: string): Line[] {
  const text = readFileSync(path.join(corpusFolder, file), 'utf8').trim();
  return text.split('\n').map((line) => JSON.parse(line));
}
