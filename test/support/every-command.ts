import type { ForeignFailure } from './planting-proxy.ts';

const inText = (...args: string[]) => ['text', 'json'].map((format) => [...args, '-f', format]);

/** Every command that reads, in every format. */
export const reading: readonly (readonly string[])[] = [
  ...inText('list'),
  ['list', '-q'],
  ...inText('list', '--why'),
  ...inText('status'),
  ...inText('status', '--all'),
  ['status', '--failed'],
  ['status', '-f', 'markdown'],
  ...inText('cluster'),
  ...inText('doctor'),
  ...inText('describe', '*'),
  ...inText('tasks', '*'),
  ...inText('tasks', 'failing', '0'),
  ...inText('topics', '*'),
  ...inText('offsets', '*'),
  ...inText('loggers'),
  ...inText('loggers', 'root'),
  ...inText('plugins'),
  ...inText('plugins', '--all'),
  ...inText('plugins', 'FileStreamSource'),
  ...inText('plugins', 'pull', '--check'),
  ...['yaml', 'json'].flatMap((format) => [
    ['show', '-f', format],
    ['show', '--planned', '-f', format],
    ['render', '-f', format],
    ['render', '--origin', '-f', format],
  ]),
  ['render', '--against', 'other'],
  ...['text', 'json', 'markdown'].map((format) => [
    'upgrade',
    '--to',
    'next',
    '--send-secrets',
    '-f',
    format,
  ]),
  ['show', '--out', 'shown'],
  ...['text', 'diff', 'json', 'json-patch', 'markdown', 'github'].flatMap((format) => [
    ['plan', '--prune', '--allow-deletes', '9', '-f', format],
    ['drift', '-f', format],
  ]),
  ['plan', '--no-validate', '-v'],
  ['plan', '--out', 'plan.json'],
  ...['text', 'markdown', 'json'].map((format) => ['plan', '--show', 'plan.json', '-f', format]),
  ['comment', 'plan.json'],
  ['drift', '--plan', 'plan.json'],
  ...inText('validate'),
  ['__complete', '1', 'describe', ''],
  ['import', '--out', 'imported'],
  ...inText('import', '--out', 'imported', '--dry-run'),
];

/** Commands that have a configuration validated. */
export const planning: readonly (readonly string[])[] = [
  ...['text', 'diff', 'json', 'json-patch', 'markdown', 'github'].map((format) => ['plan', '-f', format]),
  ...inText('validate'),
  ['plan', '--out', 'plan.json'],
  ...['text', 'markdown', 'json'].map((format) => ['plan', '--show', 'plan.json', '-f', format]),
  ['comment', 'plan.json'],
  ['apply', '--yes'],
];

const applying = (format: string, ...more: string[]) => [
  'apply',
  '--yes',
  '-v',
  '--stable-for',
  '1s',
  '--timeout',
  '40s',
  '-f',
  format,
  ...more,
];

/** Every command that writes. */
export const writing: readonly (readonly string[])[] = [
  applying('text'),
  applying('json'),
  applying('markdown'),
  applying('github'),
  applying('text', '--on-failure', 'rollback'),
  ...inText('restart', '*', '--timeout', '20s'),
  ['restart', 'failing', '--task', '0', '--timeout', '20s'],
  ...inText('pause', 'failing', '--timeout', '20s'),
  ...inText('stop', 'failing', '--timeout', '20s'),
  ...inText('resume', 'failing', '--timeout', '20s'),
  ...inText('offsets', 'source', '--reset', '--stop', '--yes', '--timeout', '20s'),
  ['offsets', 'source', '--set', 'offsets.json', '--stop', '--yes', '--timeout', '20s'],
  ['topics', 'source', '--reset', '--yes'],
  ...inText('loggers', 'root', 'DEBUG'),
  ...inText('delete', 'gone', '--yes', '--timeout', '20s'),
];

/** The kinds of bodies that errors have. */
export const errorBodies: readonly ForeignFailure['body'][] = ['error', 'html', 'text', 'json'];

/** Requests that fail, with the commands that send them. */
export const failures: readonly (readonly [
  string,
  Pick<ForeignFailure, 'path' | 'method'>,
  readonly (readonly string[])[],
])[] = [
  ['GET /', { path: /^\/$/ }, [['plan'], ['cluster', '-f', 'json'], ['plugins']]],
  [
    'the lists',
    { path: /^\/connectors\?/ },
    [['plan'], ['status', '-f', 'json'], ['list'], ['drift', '-f', 'json']],
  ],
  [
    'GET offsets',
    { path: /\/offsets$/, method: 'GET' },
    [
      ['offsets', '*'],
      ['describe', 'source', '-f', 'json'],
    ],
  ],
  [
    'GET topics',
    { path: /\/topics$/, method: 'GET' },
    [
      ['topics', '*', '-f', 'json'],
      ['describe', 'source'],
    ],
  ],
  [
    'GET tasks',
    { path: /\/tasks$/, method: 'GET' },
    [
      ['tasks', 'failing', '-f', 'json'],
      ['tasks', 'failing'],
    ],
  ],
  [
    'the plugins',
    { path: /^\/connector-plugins/, method: 'GET' },
    [['plugins'], ['plan', '-f', 'json'], ['show']],
  ],
  ['a validation', { path: /\/validate$/ }, [['plan'], ['plan', '-f', 'github'], ['validate', '-f', 'json']]],
  ['GET loggers', { path: /^\/admin/, method: 'GET' }, [['loggers'], ['loggers', 'root', '-f', 'json']]],
  ['PUT loggers', { path: /^\/admin/, method: 'PUT' }, [['loggers', 'root', 'INFO']]],
  [
    'a write',
    { path: /\/config$/, method: 'PUT' },
    [applying('text', '--no-validate'), applying('json', '--no-validate')],
  ],
  ['pause', { path: /\/pause$/, method: 'PUT' }, [['pause', 'source', '--timeout', '20s']]],
  [
    'a restart',
    { path: /\/restart/, method: 'POST' },
    [['restart', 'failing', '-f', 'json', '--timeout', '20s']],
  ],
  ['a deletion', { path: /./, method: 'DELETE' }, [['delete', 'gone', '--yes', '--timeout', '20s']]],
  [
    'changed offsets',
    { path: /\/offsets$/, method: 'DELETE' },
    [['offsets', 'source', '--reset', '--stop', '--yes', '--timeout', '20s']],
  ],
  ['reset topics', { path: /\/topics\/reset$/, method: 'PUT' }, [['topics', 'source', '--reset', '--yes']]],
];
