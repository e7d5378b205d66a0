import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Tryout, tryout } from '../../support/tryout.ts';

interface Layout {
  readonly files: Readonly<Record<string, string>>;
  /** Links, from where to what. */
  readonly links?: Readonly<Record<string, string>>;
  /** Where both are started, in the folder of all files. */
  readonly at?: string;
  readonly options?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** The connectors that are declared; left out: `a`. `refused`: the files are in error. */
  readonly declares?: readonly string[] | 'refused';
}

const connector = (topic: string) =>
  `config: { connector.class: FileStreamSource, tasks.max: 1, topic: "${topic}", file: /tmp/in }\n`;
const project = (more = '') => `version: 1\n${more}`;
const shared = project('connectors: ["../shared/*.yaml"]\n');
const fromEnvironment = connector('${env.TOPIC}');

/** Started in the link, where `..` is the folder above the one that the link leads to. */
const besideLink: Layout = {
  files: {
    'trees/1/connectors/a.yaml': fromEnvironment,
    'trees/job.env': 'TOPIC=t\n',
    'job.env': 'TOPIC=wrong\n',
  },
  links: { current: 'trees/1' },
  at: 'current',
};

const layouts: Readonly<Record<string, Layout>> = {
  'a plain folder': { files: { 'connectors/a.yaml': connector('t') } },
  'a link to the folder, as the directory of work': {
    files: { 'tree/connectors/a.yaml': connector('t') },
    links: { current: 'tree' },
    at: 'current',
  },
  'an environment file beside the folder that a link leads to': {
    ...besideLink,
    options: ['--dotenv', '../job.env'],
  },
  'the same, of a variable': {
    ...besideLink,
    environment: { CONNECT_SYNC_DOTENV: '../job.env' },
  },
  'a link with -C': {
    files: { 'trees/1/connectors/a.yaml': connector('t') },
    links: { current: 'trees/1' },
    options: ['-C', 'current'],
  },
  'an environment file beside a link with -C': {
    files: {
      'trees/1/connectors/a.yaml': fromEnvironment,
      'trees/job.env': 'TOPIC=wrong\n',
      'job.env': 'TOPIC=t\n',
    },
    links: { current: 'trees/1' },
    options: ['-C', 'current', '--dotenv', '../job.env'],
  },
  'another folder with -C': {
    files: { 'sub/connectors/a.yaml': fromEnvironment, 'sub/job.env': 'TOPIC=t\n' },
    options: ['-C', 'sub', '--dotenv', 'job.env'],
  },
  'a project file in a folder, and connector files beside it': {
    files: { 'sub/connect-sync.yaml': shared, 'shared/a.yaml': connector('t') },
    options: ['--project', 'sub/connect-sync.yaml'],
  },
  'the same, started in that folder': {
    files: { 'sub/connect-sync.yaml': shared, 'shared/a.yaml': connector('t') },
    at: 'sub',
    declares: 'refused',
  },
  'the same, where the job allows it': {
    files: { 'sub/connect-sync.yaml': shared, 'shared/a.yaml': connector('t') },
    at: 'sub',
    environment: { CONNECT_SYNC_ALLOWED_PATHS: '../shared' },
  },
  'an environment file that the job names, with a project file in a folder': {
    files: {
      'sub/connect-sync.yaml': project(),
      'sub/connectors/a.yaml': fromEnvironment,
      'job.env': 'TOPIC=t\n',
      'sub/job.env': 'TOPIC=wrong\n',
    },
    options: ['--project', 'sub/connect-sync.yaml'],
    environment: { CONNECT_SYNC_DOTENV: 'job.env' },
  },
  'an environment file that the project file names, in a folder': {
    files: {
      'sub/connect-sync.yaml': project('dotenv: [job.env]\n'),
      'sub/connectors/a.yaml': fromEnvironment,
      'sub/job.env': 'TOPIC=t\n',
    },
    options: ['--project', 'sub/connect-sync.yaml'],
  },
  'a file of variables': {
    files: {
      'sub/connect-sync.yaml': project('vars: { topic: x }\n'),
      'sub/connectors/a.yaml': connector('${var.topic}'),
      'vars.yaml': 'topic: t\n',
    },
    options: ['--project', 'sub/connect-sync.yaml', '--var-file', 'vars.yaml'],
  },
  'policies in another folder, which deny': {
    files: {
      'connectors/a.yaml': connector('t'),
      'rules/topics.yaml':
        'name: topics\ndescription: none\nassert: connector.config["topic"] == "x"\nmessage: wrong\nseverity: deny\n',
    },
    options: ['--policies', 'rules'],
    declares: 'refused',
  },
  'a trusted project file in another folder': {
    files: {
      'work/connect-sync.yaml': project('defaults: [{ config: { tasks.max: 1 } }]\n'),
      'work/connectors/a.yaml': connector('t'),
      'trusted/connect-sync.yaml': project(),
    },
    at: 'work',
    options: ['--trusted-project', '../trusted/connect-sync.yaml'],
  },
  'defaults in the project file': {
    files: {
      'connect-sync.yaml': project('defaults: [{ config: { topic: t } }]\n'),
      'connectors/a.yaml': 'config: { connector.class: FileStreamSource, tasks.max: 1, file: /tmp/in }\n',
    },
  },
  'a link to a folder inside': {
    files: { 'teams/one/a.yaml': connector('t'), 'connectors/b.yaml': connector('t') },
    links: { 'connectors/one': '../teams/one' },
    declares: ['a', 'b'],
  },
  'a link to a folder outside': {
    files: { 'work/connectors/b.yaml': connector('t'), 'teams/one/a.yaml': connector('t') },
    links: { 'work/connectors/one': '../../teams/one' },
    at: 'work',
    declares: 'refused',
  },
  'a link to a hidden file': {
    files: { 'connectors/b.yaml': connector('t'), '.secret/a.yaml': connector('t') },
    links: { 'connectors/a.yaml': '../.secret/a.yaml' },
    declares: 'refused',
  },
  'a link to a file inside': {
    files: { 'files/x.yaml': connector('t') },
    links: { 'connectors/a.yaml': '../files/x.yaml' },
  },
  'a link to the folder above': {
    files: { 'connectors/a.yaml': connector('t') },
    links: { 'connectors/up': '..' },
  },
  'a circle of links among connector files': {
    files: { 'connectors/a.yaml': connector('t') },
    links: { 'connectors/one': 'two', 'connectors/two': 'one' },
  },
  'a volume of Kubernetes': {
    files: { '..1/connectors/a.yaml': connector('t') },
    links: { '..data': '..1', connectors: '..data/connectors' },
  },
};

async function lay({ files, links = {}, environment = {} }: Layout): Promise<Tryout> {
  const world = await tryout({ files, environment });
  for (const [from, to] of Object.entries(links)) {
    const absolute = path.join(world.folder.directory, from);
    mkdirSync(path.dirname(absolute), { recursive: true });
    symlinkSync(to, absolute);
  }
  return world;
}

const controller = [
  'reconcile',
  '--listen',
  'none',
  '--settle',
  '0s',
  '--cycles',
  '1',
  '--mode',
  'apply',
  '--no-wait',
];

async function configsOf({ sandbox }: Tryout): Promise<unknown> {
  const response = await fetch(`${sandbox.url}/connectors?expand=info`);
  const live = (await response.json()) as Readonly<
    Record<string, { readonly info: { readonly config: unknown } }>
  >;
  return Object.fromEntries(Object.entries(live).map(([name, { info }]) => [name, info.config]));
}

describe('reconcile writes exactly what apply with the same options writes in the same place', () => {
  it.each(Object.entries(layouts))('%s', async (_, layout) => {
    const { at = '', options = [], declares = ['a'] } = layout;
    const [applied, reconciled] = [await lay(layout), await lay(layout)];
    // A shell starts a command in the physical directory, and names the logical one.
    const started = (world: Tryout) => {
      const directory = path.join(world.folder.directory, at);
      return { directory: realpathSync(directory), environment: { PWD: directory } };
    };
    const apply = await applied.run(['apply', '--yes', '--no-wait', ...options], started(applied));
    const run = await reconciled.run([...controller, ...options], started(reconciled));
    expect(run.exitCode === 0, run.stderr).toBe(apply.exitCode === 0);
    const expected = await configsOf(applied);
    expect(await configsOf(reconciled)).toEqual(expected);
    expect(Object.keys(expected as object).sort(), apply.stderr).toEqual(
      declares === 'refused' ? [] : declares,
    );
    if (declares === 'refused') expect(apply.exitCode).not.toBe(0);
    for (const config of Object.values(expected as object)) expect(config).toMatchObject({ topic: 't' });
  });
});
