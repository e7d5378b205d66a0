import { existsSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMasked } from '../../src/model/masked-value.ts';
import { hasCorpus, publishedConfigs, sortedByKey } from '../support/corpus.ts';
import { makeProjectFolder } from '../support/project-folder.ts';
import { resolvedConfigs } from '../support/resolved-configs.ts';
import { runCli } from '../support/run-cli.ts';

interface Sample {
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
}

/** Imports connectors with --split-defaults. Returns the resolved configs, and whether defaults were created. */
async function importSplit(samples: readonly Sample[]) {
  const folder = makeProjectFolder({ 'all.json': JSON.stringify(samples) });
  try {
    const args = [
      'import',
      '--from',
      'all.json',
      '--split-defaults',
      '--substitute',
      'keep',
      '--secrets',
      '.env',
      '-q',
    ];
    const run = await runCli(args, { directory: folder.directory });
    expect(run.exitCode, run.stdout + run.stderr).toBe(0);
    const configs = await resolvedConfigs(
      folder,
      existsSync(path.join(folder.directory, '.env')) ? ['.env'] : [],
    );
    return { configs, isSplit: existsSync(path.join(folder.directory, 'connect-sync.yaml')) };
  } finally {
    folder.remove();
  }
}

/** Some secrets cannot be represented in a dotenv file; they are reported. */
function printable({ 'x.password': secret }: Readonly<Record<string, string>>) {
  return secret === undefined ? {} : { 'x.password': secret.replaceAll(/[^ -~]|["'`\\]/g, '') };
}

function expected(samples: readonly Sample[]) {
  return new Map(samples.map(({ name, config }) => [name, sortedByKey(config)]));
}

describe('import --split-defaults', () => {
  it.skipIf(!hasCorpus())(
    'changes nothing of what real repositories resolve to',
    { timeout: 120_000 },
    async () => {
      const byRepository = new Map<string, Sample[]>();
      for (const one of publishedConfigs()) {
        if (
          Object.entries(one.config).some(([key, text]) => isMasked(key, text)) ||
          !one.config['connector.class']
        )
          continue;
        byRepository.set(one.repository, [...(byRepository.get(one.repository) ?? []), one]);
      }
      let split = 0;
      for (const [repository, samples] of byRepository) {
        const { configs, isSplit } = await importSplit(samples);
        expect(configs, repository).toEqual(expected(samples));
        if (isSplit) split += 1;
      }
      console.info(`${split} of ${byRepository.size} real repositories share keys that became defaults`);
      expect(split).toBeGreaterThan(5);
    },
  );

  const texts = fc.oneof(
    fc.constantFrom(
      '1',
      'true',
      '007',
      '',
      'a,b,c,d',
      '$1',
      '${env.X}',
      '${var.y}',
      '$${env.X}',
      'a: b',
      ' x ',
      'x\ny\n',
    ),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );
  const keys = fc.constantFrom('topics', 'a.b', 'c', 'transforms', 'x.password', 'connection.url', 'y', '#z');
  const sets = fc.array(
    fc.record({
      class: fc.constantFrom('io.example.One', 'io.example.Two$Inner', 'Three'),
      config: fc.dictionary(keys, texts, { maxKeys: 6 }),
    }),
    { minLength: 1, maxLength: 9 },
  );

  it('does not change what any set of connectors resolves to', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(sets, async (set) => {
        const samples = set.map(({ class: className, config }, index) => ({
          name: `c${index}`,
          config: { ...config, ...printable(config), 'connector.class': className },
        }));
        const { configs } = await importSplit(samples);
        expect(configs).toEqual(expected(samples));
      }),
      { numRuns: 100 },
    );
  });
});
