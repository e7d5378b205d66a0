import { describe, expect, it } from 'vitest';
import { misspeltReferences } from '../../src/model/misspelt-references.ts';
import { tryout } from '../support/tryout.ts';

/** Spellings of a reference to the environment that nothing else has. */
const certain = [
  '${ENV.DB_X}',
  '${ env.DB_X }',
  '${env. DB_X}',
  '${Env.DB_X}',
  '${env .DB_X}',
  '${ env.DB_X}',
  '${env.DB_X }',
];

/** Spellings that another tool may have. */
const likely = [
  '$env.DB_X',
  '{env.DB_X}',
  '${{ env.DB_X }}',
  '${{env.DB_X}}',
  '${{ secrets.DB_X }}',
  '${{ vars.DB_X }}',
  '{{ env.DB_X }}',
  '{{env.DB_X}}',
  '%env.DB_X%',
  '#{env.DB_X}',
  '%{env.DB_X}',
  '@env.DB_X@',
  '$(env.DB_X)',
  '${environment.DB_X}',
  '${ENVIRONMENT.DB_X}',
  '${envs.DB_X}',
  '${secrets.DB_X}',
  '${secret.DB_X}',
];

const ofVariables = [
  '${VAR.DB_X}',
  '${ var.DB_X }',
  '${Var.DB_X}',
  '${vars.DB_X}',
  '${variable.DB_X}',
  '${variables.DB_X}',
  '$var.DB_X',
  '{var.DB_X}',
];

const allowed = [
  '${topic}',
  '${tableName}',
  '${env:DB_X}',
  '${file:/secrets/db.properties:env.password}',
  '${vault:secret/env:var}',
  '${source.table}',
  '${environment}',
  '$1',
  'com.example.Some$Env.Inner',
  'a.environment.b',
  '{"env": "prod"}',
  '{{topic}}',
  'SELECT * FROM env.users WHERE a = {b}',
  'env.DB_X',
  '100%environment',
  'a{2,3}.env',
  'me@env.example.org',
];

const suggestion = (written: string) => (/var/i.test(written) ? '${var.DB_X}' : '${env.DB_X}');

const config = (value: string) => `config:
  connector.class: FileStreamSource
  tasks.max: 1
  topic: orders
  some.key: '${value}'
`;

const environment = { DB_X: 'hush7Qx' };

describe('a misspelt reference', () => {
  it.each([...certain, ...likely, ...ofVariables])(
    'in a config value gets a suggestion: %s',
    async (written) => {
      const world = await tryout({ files: { 'connectors/a.yaml': config(`before ${written} after`) } });
      const run = await world.run(['plan', '--var', 'DB_X=orders'], { environment });
      expect(run.stderr).toContain(`did you mean ${suggestion(written)}?`);
      expect(run.stderr).toContain('connectors/a.yaml:5:');
      expect(run.stderr).not.toContain('hush7Qx');
      expect(run.stderr.match(/connectors\/a\.yaml:5:/g)).toHaveLength(1);
      const isError =
        certain.includes(written) || ['${VAR.DB_X}', '${ var.DB_X }', '${Var.DB_X}'].includes(written);
      expect(run.exitCode).toBe(isError ? 29 : 0);
    },
  );

  it.each([...certain, ...likely, '${env:DB_X}'])(
    'in a password of a cluster gets a suggestion: %s',
    async (written) => {
      const world = await tryout({ files: { 'connectors/a.yaml': config('x') } });
      const settings = [
        `auth: { basic: { username: u, password: '${written}' } }`,
        `headers: { X-Api-Key: '${written}' }`,
        // A token cannot contain a blank at all.
        ...(written.includes(' ') ? [] : [`auth: { bearer: { token: '${written}' } }`]),
      ];
      for (const setting of settings) {
        const project = `version: 1\nclusters:\n  main:\n    url: ${world.sandbox.url}\n    ${setting}\n`;
        world.folder.write('connect-sync.yaml', project);
        const run = await world.run(['plan'], {
          environment: { ...environment, CONNECT_SYNC_CLUSTER: 'main' },
        });
        expect(run.stderr).toContain(`did you mean ${suggestion(written)}?`);
        expect(run.stderr.match(/connect-sync\.yaml:5:/g)).toHaveLength(1);
      }
    },
  );

  it.each([...certain, '${environment.DB_X}', '${{ env.DB_X }}'])(
    'in the URL of a cluster, a var, a name or dependsOn gets a suggestion: %s',
    async (written) => {
      const world = await tryout({ files: { 'connectors/a.yaml': config('x') } });
      world.folder.write(
        'connect-sync.yaml',
        `version: 1\nvars: { one: '${written}' }\nclusters:\n  main:\n    url: 'http://${written}:8083'\n`,
      );
      const ofProject = await world.run(['plan'], {
        environment: { ...environment, CONNECT_SYNC_CLUSTER: 'main' },
      });
      expect(ofProject.stderr).toMatch(/connect-sync\.yaml:2:/);
      expect(ofProject.stderr).toMatch(/connect-sync\.yaml:5:/);
      expect(
        ofProject.stderr.match(/did you mean \$\{env\.DB_X\}|nothing is substituted/g)?.length,
      ).toBeGreaterThan(1);
      expect(ofProject.exitCode).toBe(29);
      world.folder.write('connect-sync.yaml', 'version: 1\n');
      world.folder.write(
        'connectors/a.yaml',
        `name: 'orders-${written}'\ndependsOn: ['b-${written}']\n${config('x')}`,
      );
      const ofNames = await world.run(['plan'], { environment });
      expect(ofNames.stderr).toMatch(/connectors\/a\.yaml:1:[\s\S]*did you mean/);
      expect(ofNames.stderr).toMatch(/connectors\/a\.yaml:2:[\s\S]*did you mean/);
      expect(ofNames.exitCode).toBe(29);
    },
  );

  it.each(allowed)('is none of these: %s', async (text) => {
    expect(misspeltReferences(text)).toEqual([]);
    const world = await tryout({ files: { 'connectors/a.yaml': config(text.replaceAll("'", "''")) } });
    const run = await world.run(['plan'], { environment });
    expect(run.stderr).not.toContain('did you mean');
    expect(run.exitCode).toBe(0);
  });

  it('of a config provider may stand in a variable, which a worker gets', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': config('${var.secret}') } });
    world.folder.write('connect-sync.yaml', "version: 1\nvars: { secret: '${env:DB_X}' }\n");
    const run = await world.run(['plan'], { environment });
    expect(run.stderr).toBe('');
    expect(run.exitCode).toBe(0);
  });

  it('can be written as it is with two dollar signs', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': config('$${ENV.DB_X} $${ env.DB_X }') } });
    const run = await world.run(['plan', '-f', 'json'], { environment });
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('"${ENV.DB_X} ${ env.DB_X }"');
  });
});

describe('a reference to a variable that is not set', () => {
  it.each([
    ['${env.db_x}', '${env.DB_X}'],
    ['${env.Db_X}', '${env.DB_X}'],
    ['${env.DB-X}', '${env.DB_X}'],
    ['${env.DB_XX}', '${env.DB_X}'],
  ])('gets a suggestion: %s', async (written, meant) => {
    const world = await tryout({ files: { 'connectors/a.yaml': config(written) } });
    const run = await world.run(['plan'], { environment });
    expect(run.stderr).toContain(`did you mean ${meant}?`);
    expect(run.exitCode).toBe(29);
  });

  it('gets none where nothing is like it', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': config('${env.SOMETHING_ELSE}') } });
    const run = await world.run(['plan'], { environment });
    expect(run.stderr).toContain('--dotenv');
    expect(run.stderr).not.toContain('did you mean');
  });
});
