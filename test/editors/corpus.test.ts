import { describe, expect, it } from 'vitest';
import { getLanguageService, TextDocument } from 'vscode-json-languageservice';
import { misspelledKeys } from '../../src/model/misspelled-keys.ts';
import { namesOfClass } from '../../src/model/plugin-classes.ts';
import type { PluginSet } from '../../src/model/plugin-snapshot.ts';
import { renamedKeys } from '../../src/model/renamed-keys.ts';
import { checkConfig } from '../../src/plugins/check-config.ts';
import { hasCorpus, publishedConfigs } from '../support/corpus.ts';
import { schemasOf } from '../support/editor-schemas.ts';
import { presentConnector } from '../support/present-connector.ts';
import { postgresSnapshot, recordedPlugins, recordedSnapshots } from '../support/recorded-snapshots.ts';

const snapshots = [...recordedSnapshots(), postgresSnapshot];
const set: PluginSet = {
  from: 'the recorded plugins',
  kafkaConnect: '4.3.0',
  installed: undefined,
  snapshots,
  unreadable: [],
};
const described = snapshots
  // Of this one, the tests have a few keys only.
  .filter((one) => (one.type === 'source' || one.type === 'sink') && one !== postgresSnapshot)
  .flatMap(({ className }) => namesOfClass(className));

describe.skipIf(!hasCorpus())('in real configs of described plugins', () => {
  it('an editor underlines what the check without a cluster reports, and nothing else', async () => {
    const { configs, underline } = describedConfigs();
    const [onlyEditor, onlyCheck, both]: [string[], string[], string[]] = [[], [], []];
    for (const config of configs) {
      const underlined = await underline(config);
      const reported = reportedKeys(config);
      for (const [key, message] of underlined)
        (reported.has(key) ? both : onlyEditor).push(`${key}: ${message}`);
      onlyCheck.push(...[...reported].filter((key) => !underlined.has(key)));
    }
    expect(onlyEditor).toEqual([]);
    console.info(
      `${configs.length} real configs: ${both.length} keys underlined, all of them reported without a cluster; ${onlyCheck.length} reported keys are not underlined`,
    );
    expect(configs.length).toBeGreaterThan(50);
  });

  it('so it does where a key is misspelled, or its value is a word', async () => {
    const { configs, underline } = describedConfigs();
    const onlyEditor: string[] = [];
    let [underlined, reported] = [0, 0];
    const spoiled = configs.filter((_, index) => index % 4 === 0).flatMap(spoiledConfigs);
    for (const [config, key] of spoiled) {
      const [inEditor, inCheck] = [(await underline(config)).has(key), reportedKeys(config).has(key)];
      if (inEditor && !inCheck) onlyEditor.push(`${config['connector.class']}: ${key}`);
      reported += Number(inCheck);
      underlined += Number(inCheck && inEditor);
    }
    expect(onlyEditor).toEqual([]);
    console.info(`of ${reported} misspelled keys and wrong values, an editor underlines ${underlined}`);
    expect(underlined / reported).toBeGreaterThan(0.9);
  });
});

/** The config with one key misspelled, or with a word as its value; each with the key to look at. */
function spoiledConfigs(config: Config): readonly (readonly [Config, string])[] {
  const { 'connector.class': className = '', ...rest } = config;
  return Object.entries(rest).flatMap(([key, value]) => {
    const { [key]: _, ...others } = config;
    const middle = Math.floor(key.length / 2);
    const typos = [key.slice(0, -1), `${key.slice(0, middle)}x${key.slice(middle)}`];
    return [
      ...typos.map((typo) => [{ 'connector.class': className, ...others, [typo]: value }, typo] as const),
      [{ ...config, [key]: 'a word' }, key] as const,
    ];
  });
}

type Config = Readonly<Record<string, string>>;

function describedConfigs() {
  const configs = publishedConfigs()
    .map(({ config }) => config)
    .filter((config) => described.includes(config['connector.class'] ?? ''));
  const used = { transforms: aliasesIn(configs, 'transforms'), predicates: aliasesIn(configs, 'predicates') };
  const { connector } = schemasOf({ snapshots, installed: recordedPlugins(), ...used });
  return { configs, underline: editor(connector) };
}

/** The keys that `validate` reports without a cluster: of the config, and where its file is read. */
function reportedKeys(config: Config): ReadonlySet<string> {
  const { findings } = checkConfig(presentConnector(config), set);
  const lines = findings.flatMap(({ source }) => source?.line ?? []);
  const map = new Map(Object.entries(config));
  return new Set([
    ...lines.flatMap((line) => Object.keys(config)[line - 1] ?? []),
    ...[...misspelledKeys(map), ...renamedKeys(map)].map(({ key }) => key),
  ]);
}

/** Underlines the keys of a config: by key, why. */
function editor(schema: object): (config: Config) => Promise<ReadonlyMap<string, string>> {
  const service = getLanguageService({});
  service.configure({ validate: true, schemas: [{ uri: 'file:///s.json', fileMatch: ['*.json'], schema }] });
  return async (config) => {
    // One key on each line, from the third one on.
    const text = JSON.stringify({ config }, null, 1);
    const document = TextDocument.create('file:///a.json', 'json', 1, text);
    const found = await service.doValidation(document, service.parseJSONDocument(document));
    return new Map(
      found.map(({ range, message }) => [String(Object.keys(config)[range.start.line - 2]), message]),
    );
  };
}

function aliasesIn(configs: readonly Config[], list: string): readonly string[] {
  const names = configs.flatMap((config) => (config[list] ?? '').split(','));
  return [...new Set(names.map((name) => name.trim()).filter((name) => /^[\w.-]+$/.test(name)))].sort();
}
