import { describe, expect, it } from 'vitest';
import { onlyCluster } from '../support/json-output.ts';
import { tryout } from '../support/tryout.ts';

const fine = 'config: {connector.class: FileStreamSource, file: a, topic: b, tasks.max: 1}\n';

describe('FILE arguments', () => {
  const planned = async (...files: readonly string[]) => {
    const world = await tryout({
      files: {
        'connectors/a.yaml': fine,
        'connectors/eu/b.yaml': fine,
        'connectors/eu/c.yaml': fine,
        'connectors/-d.yaml': fine,
      },
    });
    const { stdout, stderr, exitCode } = await world.run([
      'plan',
      '--no-validate',
      '-f',
      'json',
      '--',
      ...files,
    ]);
    if (exitCode !== 0) return stderr;
    const view = onlyCluster<{ changes: { name: string }[] }>(stdout);
    return view.changes.map(({ name }) => name);
  };

  it('are no names of connectors, which have an option', async () => {
    expect(await planned('a')).toContain(
      'hint: arguments are files; to select a connector by its name: --only a\n',
    );
  });

  it('may be files, folders and globs', async () => {
    expect(await planned('connectors/a.yaml')).toEqual(['a']);
    expect(await planned('connectors/eu/')).toEqual(['b', 'c']);
    expect(await planned('connectors/*.yaml')).toEqual(['-d', 'a']);
    expect(await planned('connectors/**/[bc].yaml')).toContain('[bc].yaml is not a connector file');
    expect(await planned('connectors/**/?.yaml')).toEqual(['a', 'b', 'c']);
    expect(await planned('connectors/-d.yaml')).toEqual(['-d']);
  });

  it('may contain backslashes, as on Windows', async () => {
    expect(await planned('connectors\\a.yaml')).toEqual(['a']);
    expect(await planned('.\\connectors\\eu')).toEqual(['b', 'c']);
    expect(await planned('connectors\\eu\\*.yaml')).toEqual(['b', 'c']);
  });

  it('that match no connector file of the project are quoted as typed', async () => {
    expect(await planned('connectors\\x.yaml')).toContain('connectors\\x.yaml is not a connector file');
    expect(await planned('connectors/*.json')).toContain('connectors/*.json is not a connector file');
  });
});
