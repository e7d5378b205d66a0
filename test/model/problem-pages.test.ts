import { describe, expect, it } from 'vitest';
import { type ResolvedConnectors, resolveConnectors } from '../../src/desired/resolve-connectors.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { catalogue } from '../../src/model/diagnostics/catalogue.ts';
import { allPages } from '../../src/model/explain-code.ts';
import { declaredContenders } from '../../src/plan/collisions/contenders.ts';
import { describeCollisions } from '../../src/plan/collisions/describe-collisions.ts';
import { checkConfig } from '../../src/plugins/check-config.ts';
import { examplePlugins } from '../support/example-plugins.ts';
import { projectFolder } from '../support/project-folder.ts';

const pages = allPages();

/** The files of an example: each is below a line `# path`. A connector is added where there is none. */
function filesOf(example: string): Record<string, string> {
  const parts = example.split(/^# ((?:connectors\/|connect-sync)\S+)\n/m).slice(1);
  const files: Record<string, string> = {};
  for (let index = 0; index < parts.length; index += 2) files[parts[index] ?? ''] = parts[index + 1] ?? '';
  const hasConnector = Object.keys(files).some((file) => file.startsWith('connectors/'));
  return hasConnector ? files : { ...files, 'connectors/x.yaml': 'config: {topics: x}\n' };
}

/** The codes that the files of an example cause, on every cluster that they declare. */
async function codesOf(example: string): Promise<readonly string[]> {
  const loaded = await projectFolder(filesOf(example)).load();
  const clusters = [undefined, ...loaded.clusters.keys()];
  // These examples use made-up plugins, whose snapshots the test has.
  const isOfPlugin = example.includes('org.example.');
  const resolved = clusters.flatMap((name) => {
    const found = resolveConnectors(loaded, { name, vars: new Map() }, { unsetEnvironment: 'error' });
    return [
      ...found.diagnostics,
      ...found.unclearAliases,
      ...describeCollisions(declaredContenders(found.connectors)),
      ...(isOfPlugin ? pluginFindings(found) : []),
    ];
  });
  return [...loaded.diagnostics, ...resolved].map(({ code }) => code);
}

function pluginFindings({ connectors }: ResolvedConnectors): readonly Diagnostic[] {
  return connectors.flatMap((connector) =>
    connector.kind === 'present' ? checkConfig(connector, examplePlugins).findings : [],
  );
}

describe('the page of a problem', () => {
  it('exists for every code of the catalogue and consists of whole sentences', () => {
    expect(pages.map(({ code }) => code)).toEqual(Object.keys(catalogue).sort());
    const unfinished = pages.filter(({ means, matters, remedy }) =>
      [means, matters, remedy].some((text) => text.length < 7 || !/[.?]$/.test(text)),
    );
    expect(unfinished.map(({ code }) => code)).toEqual([]);
  });

  const examples = pages.filter(({ before }) => before !== undefined);

  it('has an example wherever files alone cause the problem', () => {
    expect(examples.length).toBeGreaterThan(50);
    expect(examples.filter(({ after }) => after === undefined)).toEqual([]);
  });

  it.each(examples.map((page) => [page.code, page] as const))(
    'of %s shows files that cause the problem, and files that cause none',
    async (code, { before = '', after = '' }) => {
      expect(await codesOf(before)).toContain(code);
      expect(await codesOf(after)).toEqual([]);
    },
  );
});
