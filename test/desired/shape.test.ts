import { describe, expect, it } from 'vitest';
import { type Diagnostic, describeDiagnostic } from '../../src/model/diagnostic.ts';
import { formatSource } from '../../src/model/source.ts';
import { projectFolder } from '../support/project-folder.ts';

const tell = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.map((it) => {
    const { message, hint } = describeDiagnostic(it, (text) => text);
    return [it.source && formatSource(it.source).replace(/^.*?:/, ''), message, ...(hint ? [hint] : [])].join(
      ' | ',
    );
  });

async function inConnector(text: string): Promise<string[]> {
  return tell((await projectFolder({ 'connectors/a.yaml': text }).load()).diagnostics);
}

async function inProject(text: string): Promise<string[]> {
  const files = { 'connect-sync.yaml': text, 'connectors/a.yaml': 'config: {a: b}\n' };
  return tell((await projectFolder(files).load()).diagnostics);
}

describe('the shape of a connector file', () => {
  it('is judged in words, all problems at once, each in its place', async () => {
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
      '1:7 | "name" must be a text',
      '2:1 | a connector file has no key "stat" | did you mean "state"?',
      '3:8 | "state" must be running, paused, stopped or absent | did you mean "running"?',
      '4:11 | "clusters" must be a list',
      '5:13 | "dependsOn.0" must be a text',
      '6:13 | "ignoreKeys" must be a list',
      '7:1 | "tasks.max" belongs to the configuration, but does not stand in it | indent it below  config:',
      '8:1 | a connector file has no key "defaults" | keys of your own begin with  x-',
      '11:5 | "transforms" holds a nested mapping: a configuration is flat | write  transforms.unwrap.type: …  and  transforms.unwrap.drop.a: …',
      '12:10 | the list of "list" holds something that is not a plain value | a list is written to the worker as its elements with commas between them',
      '13:3 | "" cannot be a key of "config": it is empty',
    ]);
  });

  it('names what comes later instead of calling it unknown', async () => {
    expect(await inProject('version: 1\npolicy: {}\n')).toEqual([
      '2:1 | "policy" is not supported by this version of connect-sync yet | remove it: if it were ignored, the cluster would not be as the file says',
    ]);
  });

  it('wants a configuration that is a mapping', async () => {
    expect(await inConnector('config: [a]\n')).toEqual([
      '1:9 | "config" must be a mapping of keys to values',
    ]);
    expect(await inConnector('config: text\n')).toEqual([
      '1:9 | "config" must be a mapping of keys to values',
    ]);
    expect(await inConnector('config:\n')).toEqual([
      '1:1 | "config" has no value | write ""  if the empty text is meant, else add the value or remove the key',
    ]);
  });
});

describe('the shape of a project file', () => {
  it('is judged in words, all problems at once, each in its place', async () => {
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
      '1:1 | the project file needs a "version"',
      '1:13 | "connectors" is an empty list | add an element, or remove the key',
      '2:1 | the project file has no key "clusterz" | did you mean "clusters"?',
      '3:1 | "policy" is not supported by this version of connect-sync yet | remove it: if it were ignored, the cluster would not be as the file says',
      '4:8 | "1st" cannot be a key of "vars": use letters, digits, "_" and "-", beginning with a letter or "_"',
      '4:20 | "vars.ok" must be a text',
      '6:9 | "clusters.dev" needs a "url"',
      '6:9 | "clusters.dev" has no key "ulr" | did you mean "url"?',
      '7:3 | "a b" cannot be a key of "clusters": use letters, digits, ".", "_" and "-", beginning with a letter or digit',
      '7:16 | "clusters.a b.url" is an empty list | add an element, or remove the key',
      '10:11 | "auth" names more than one way to authenticate | name one of  basic  and  bearer',
      '10:20 | "clusters.x.auth.basic" needs a "password"',
      '10:35 | "clusters.x.auth" has no key "digest" | keys of your own begin with  x-',
      '11:11 | "clusters.x.tls" has no key "insecure" | keys of your own begin with  x-',
      '12:18 | "clusters.x.headers.A" must be a text',
      '13:20 | "ownership.names" is an empty list | add an element, or remove the key',
      '13:36 | "ownership.maxDeletes" must be a whole number',
      '13:40 | "ownership.marker" needs "ownership.repository": the name that connectors are marked with | add, for instance,  repository: orders-connectors',
    ]);
  });

  it('is of a known version, and says so before anything else where it is for another connect-sync', async () => {
    expect(await inProject('version: 2\n')).toEqual(['1:10 | "version" must be 1']);
    expect(await inProject('version: two\n')).toEqual(['1:10 | "version" must be 1']);
    expect(await inProject('version: "1"\n')).toEqual([]);
    expect(await inProject('version: 2\nrequires: ">=1"\nnew: x\n')).toEqual([
      '2:11 | this project requires connect-sync >=1, this is connect-sync 0.1.0 | install a version that fits',
    ]);
  });

  it('leaves the author’s own keys alone, also within a cluster', async () => {
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
