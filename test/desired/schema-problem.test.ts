import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Diagnostic, describeDiagnostic } from '../../src/model/diagnostic.ts';
import { formatSource } from '../../src/model/source.ts';
import { projectFolder } from '../support/project-folder.ts';

const textsOf = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.map((it) => {
    const { message, hint } = describeDiagnostic(it, (text) => text);
    return [it.source && formatSource(it.source).replace(/^.*?:/, ''), message, ...(hint ? [hint] : [])].join(
      ' | ',
    );
  });

async function inConnector(text: string): Promise<string[]> {
  return textsOf((await projectFolder({ 'connectors/a.yaml': text }).load()).diagnostics);
}

async function inProject(text: string): Promise<string[]> {
  const files = { 'connect-sync.yaml': text, 'connectors/a.yaml': 'config: {a: b}\n' };
  return textsOf((await projectFolder(files).load()).diagnostics);
}

describe('schema problems of a connector file', () => {
  it('take no key of the schema for a config key that is not indented', async () => {
    const schema = new URL('../../schemas/connector.schema.json', import.meta.url);
    const { properties } = JSON.parse(readFileSync(schema, 'utf8')) as { properties: object };
    const keys = Object.keys(properties).filter((key) => key !== 'config');
    const problems = await Promise.all(keys.map((key) => inConnector(`config:\n${key}: x\n`)));
    expect(problems.flat().filter((problem) => problem.includes('not indented'))).toEqual([]);
    expect(await inConnector('config:\ntopics: x\n')).toEqual([
      expect.stringContaining('line 2 is not indented'),
    ]);
  });

  it('are all reported at once, each with its position', async () => {
    const text = `name: [a]
stat: running
state: Running
clusters: dev
dependsOn: [{a: b}]
ignoreKeys: {a: b}
tasks.max: 1
defaults: {}
config:
  transforms:
    unwrap: {type: X, drop: {a: b}}
  list: [{a: b}]
  "": empty
`;
    expect(await inConnector(text)).toEqual([
      '1:7 | "name" must be a string',
      '2:1 | unknown key "stat" in a connector file | did you mean "state"?',
      '3:8 | "state" must be running, paused, stopped or absent | did you mean "running"?',
      '4:11 | "clusters" must be a list',
      '5:13 | "dependsOn.0" must be a string',
      '6:13 | "ignoreKeys" must be a list',
      '7:1 | "tasks.max" is a config key and must be below  config: | indent it below  config:',
      '8:1 | unknown key "defaults" in a connector file | indent it below  config:  if it is a config key, else begin it with  x-',
      '11:5 | "transforms" is a nested mapping, but a connector config is flat | write  transforms.unwrap.type: …  and  transforms.unwrap.drop.a: …',
      '12:10 | the list "list" contains an element that is not a plain value | write plain elements; the worker gets them as one string, joined with commas',
      '13:3 | "" is not a valid key of "config": a key cannot be empty',
    ]);
  });

  it('include a config that is not a mapping', async () => {
    expect(await inConnector('config: [a]\n')).toEqual([
      '1:9 | "config" must be a mapping of keys to values',
    ]);
    expect(await inConnector('config: text\n')).toEqual([
      '1:9 | "config" must be a mapping of keys to values',
    ]);
    expect(await inConnector('config:\n')).toEqual([
      '1:1 | "config" has no value | write ""  for an empty string; otherwise add a value or remove the key',
    ]);
  });
});

describe('schema problems of a project file', () => {
  it('are all reported at once, each with its position', async () => {
    const text = `connectors: []
clusterz: {}
policy: {}
vars: {1st: a, ok: [b]}
clusters:
  dev: {ulr: http://x}
  "a b": {url: []}
  x:
    url: http://x
    auth: {basic: {username: me}, digest: {}}
    tls: {insecure: true}
    headers: {A: [b]}
ownership: {names: [], maxDeletes: -1, marker: x}
`;
    expect(await inProject(text)).toEqual([
      '1:1 | missing key "version" in the project file',
      '1:13 | "connectors" is an empty list | add an element, or remove the key',
      '2:1 | unknown key "clusterz" in the project file | did you mean "clusters"?',
      '4:8 | "1st" is not a valid key of "vars": use letters, digits, "_" and "-", beginning with a letter or "_"',
      '4:20 | "vars.ok" must be a string or { env: NAME }',
      '6:9 | missing key "url" in "clusters.dev"',
      '6:9 | unknown key "ulr" in "clusters.dev" | did you mean "url"?',
      '7:3 | "a b" is not a valid key of "clusters": use letters, digits, ".", "_" and "-", beginning with a letter or digit',
      '7:16 | "clusters.a b.url" is an empty list | add an element, or remove the key',
      '10:11 | "auth" sets more than one authentication method | set either  basic  or  bearer',
      '10:20 | missing key "password" in "clusters.x.auth.basic"',
      '10:35 | unknown key "digest" in "clusters.x.auth" | begin custom keys with  x-',
      '11:11 | unknown key "insecure" in "clusters.x.tls" | begin custom keys with  x-',
      '12:18 | "clusters.x.headers.A" must be a string',
      '13:20 | "ownership.names" is an empty list | add an element, or remove the key',
      '13:36 | "ownership.maxDeletes" must be an integer',
      '13:40 | "ownership.marker" requires "ownership.repository", the value of the ownership marker | for example:  repository: orders-connectors',
    ]);
  });

  it('begin with the version: nothing else is reported if the file requires another connect-sync', async () => {
    expect(await inProject('version: 2\n')).toEqual(['1:10 | "version" must be 1']);
    expect(await inProject('version: two\n')).toEqual(['1:10 | "version" must be 1']);
    expect(await inProject('version: "1"\n')).toEqual([]);
    expect(await inProject('version: 2\nrequires: ">=1"\nnew: x\n')).toEqual([
      '2:11 | this project requires connect-sync >=1, but this is connect-sync 0.1.0 | install a matching version',
    ]);
  });

  it('do not include custom keys (x-), also within a cluster', async () => {
    const text =
      'version: 1\nx-a: {b: }\ndescription: ${x}\nclusters: {dev: {url: "http://x", x-b: [!c {}], description: d}}\n';
    expect(await inProject(text)).toEqual([]);
  });

  it('may be JSON', async () => {
    const files = {
      'p.json': '{"version": 1, "ownership": {"maxDeletes": 0}}',
      'connectors/a.yaml': 'config: {a: b}\n',
    };
    const { diagnostics, project } = await projectFolder(files).load({ projectFile: 'p.json' });
    expect([diagnostics, project.ownership.maxDeletes]).toEqual([[], 0]);
  });
});
