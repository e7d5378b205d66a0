import { describe, expect, it } from 'vitest';
import { canBeEqual, isMasked, isSecretMask, maskedKeys, maskIn } from '../../src/model/masked-value.ts';

const jaas = (password: string) =>
  `org.apache.kafka.common.security.plain.PlainLoginModule required username="app" password=${password};`;

describe('a masked value', () => {
  it.each([
    ...[
      '**',
      '****',
      '*'.repeat(64),
      ' **** ',
      '\t****\n',
      '••',
      '••••••••',
      '●●●●',
      '····',
      '…',
      '……',
      '•*•*',
    ],
    ...['████', '■■■■', '⬤⬤⬤', '####', '----', '====', '....', '🔒🔒🔒🔒'],
    ...['[hidden]', '<hidden>', '(hidden)', '[Hidden]', '[REDACTED]', '<redacted>', '(REDACTED)', '[MASKED]'],
    ...['***hidden***', '***REDACTED***', '**masked**', '*hidden*', '••hidden••', '< hidden >', '[FILTERED]'],
    ...[
      '(sensitive)',
      '(sensitive #1)',
      '(sensitive #12)',
      '(hidden #2)',
      '(not shown)',
      '(sensitive value)',
      '<sensitive>',
      '<value hidden>',
    ],
  ])('is %j, whatever its key', (value) => {
    for (const key of ['file', 'connection.password', 'connection.url', 'aws.access.key.id', 'topics']) {
      expect(isMasked(key, value), key).toBe(true);
    }
  });

  it.each([
    '--',
    '##',
    '//',
    '::',
    ',,',
    '$$',
    '__',
    '%%',
    'REDACTED',
    'HIDDEN',
    '__hidden__',
    '--redacted--',
    '💥💥',
    '💥💥💥',
  ])('is %j where the key names a secret, and nowhere else', (value) => {
    expect(isMasked('database.password', value)).toBe(true);
    expect(isMasked('camel.sink.endpoint.secretKey', value)).toBe(true);
    expect(isMasked('transforms.route.option', value)).toBe(false);
  });

  it.each([
    ['sasl.jaas.config', jaas('"****"')],
    ['consumer.override.sasl.jaas.config', jaas('[hidden]')],
    ['any.key', jaas('"<hidden>"')],
    ['connection.url', 'jdbc:mysql://app:****@db:3306/shop'],
    ['connection.url', 'jdbc:mysql://app:**@db:3306/shop'],
    ['connection.url', 'jdbc:mysql://app:••••@db'],
    ['connection.url', 'jdbc:mysql://app:[hidden]@db:3306/shop'],
    ['connection.url', 'jdbc:oracle:thin:app/****@db:1521/x'],
    ['connection.url', 'jdbc:postgresql://db/shop?user=app&password=****'],
    ['connection.url', 'jdbc:postgresql://db/shop?user=app&password=<hidden>&ssl=true'],
    ['connection.url', 'jdbc:sqlserver://db:1433;user=app;password=(hidden);encrypt=true'],
    ['connection.uri', 'mongodb+srv://app:****@db'],
    ['connection.uri', 'amqp://****:****@queue'],
    ['webhook.headers', 'Authorization: Bearer ****'],
    ['options', '{"user":"app","password":"****"}'],
    ['options', 'user=app,password=***REDACTED***'],
    ['options', 'app:****@db'],
    ['connection.url', 'http://(sensitive #3)@db'],
    ['database.password', '************1234'],
  ])('of %s is %s, where a mask stands in the place of a secret', (key, value) => {
    expect(isMasked(key, value)).toBe(true);
  });
});

describe('a value', () => {
  it.each([
    ...[
      undefined,
      '',
      ' ',
      '\n\n\n\n',
      '*',
      '•',
      '--',
      '//',
      '::',
      '""',
      '""""',
      "''",
      ',,',
      ';;',
      '||',
      '__',
    ],
    ...[
      '..',
      'hidden',
      'REDACTED',
      'sensitive',
      'a****',
      'a**b',
      '*.csv',
      '.*',
      '/data/**/x.csv',
      '[]',
      '{}',
    ],
    ...[
      '${file:/x:y}',
      '${hidden}',
      '${vault:masked:redacted}',
      'masked-orders,redacted.orders',
      '* * * * *',
    ],
    ...['0 0 * * ?', 'jdbc:mysql://app:hush@db', jaas('"hush"'), 'select a -- ****', '<hidden_topic>'],
  ])('is not masked: %j', (value) => {
    expect(isMasked('some.option', value)).toBe(false);
  });

  it.each([
    ...(['**', '****', '||', '----', '••', '[hidden]', '***REDACTED***', '"'] as const).flatMap((value) =>
      [
        'csv.separator.char',
        'field.delimiter',
        'transforms.maskPassword.replacement',
        'quoteChar',
        'topic.prefix',
      ].map((key) => [key, value] as const),
    ),
    ['input.path', '**'],
    ['table.include.list', '(hidden)'],
    ['table.include.list', '[hidden]'],
    ['topics.regex', '....'],
    ['file.filter.regex', '----'],
    ['query', '(hidden)'],
  ] as const)('of %s is not masked: %j, a text that such keys have', (key, value) => {
    expect(isMasked(key, value)).toBe(false);
  });

  it.each(['csv.separator.char', 'transforms.mask.replacement', 'topics.regex'])(
    "of %s is masked by connect-sync's own mask",
    (key) => {
      expect(isMasked(key, '(sensitive #1)')).toBe(true);
    },
  );

  it('that is a password and no mask is none', () => {
    for (const value of [
      'hidden',
      'a**b',
      'p****',
      '${hidden}',
      '${env:REDACTED}',
      '    ',
      '""',
      'x--',
      '$$a$$',
    ]) {
      expect(isMasked('database.password', value), value).toBe(value === 'p****');
      expect(isSecretMask(value), value).toBe(false);
    }
  });
});

describe('a mask', () => {
  it('is found in its value', () => {
    expect(maskIn('a', ' **** ')).toBe('****');
    expect(maskIn('connection.url', 'jdbc:mysql://app:****@db')).toBe('****');
    expect(maskIn('x', jaas('"[hidden]"'))).toBe('[hidden]');
    expect(maskIn('x', 'http://(sensitive #3)@x')).toBe('(sensitive #3)');
    expect(maskIn('x', 'plain')).toBeUndefined();
  });

  it('is found in a config by its keys, sorted', () => {
    const config = new Map([
      ['url', 'jdbc:mysql://app:****@db'],
      ['topics', 'orders'],
      ['password', '[hidden]'],
    ]);
    expect(maskedKeys(config)).toEqual(['password', 'url']);
  });
});

describe('a masked value and another one', () => {
  it.each([
    ['password', '****', 'hush'],
    ['password', '****', ''],
    ['password', '****', '********'],
    ['password', 'hush', '[hidden]'],
    ['url', 'jdbc:mysql://app:****@db:3306', 'jdbc:mysql://app:hush@db:3306'],
    ['url', 'jdbc:mysql://app:****@db:3306', 'jdbc:mysql://app:h@sh@db:3306'],
    ['url', 'amqp://****:****@mq', 'amqp://app:hush@mq'],
    ['jaas', jaas('"****"'), jaas('"hush"')],
    ['jaas', jaas('"****"'), jaas('"••••"')],
  ])('can be equal: %s %s and %s', (key, one, other) => {
    expect(canBeEqual(key, one, other)).toBe(true);
    expect(canBeEqual(key, other, one)).toBe(true);
  });

  it.each([
    ['password', '****', undefined],
    ['password', 'one', 'other'],
    ['url', 'jdbc:mysql://app:****@db:3306', 'jdbc:mysql://app:hush@db2:3306'],
    ['url', 'jdbc:mysql://app:****@db:3306', 'jdbc:mysql://web:hush@db:3306'],
    ['url', 'jdbc:mysql://app:****@db', 'jdbc:mysql://app:@d'],
    ['jaas', jaas('"****"'), jaas('"hush"').replace('app', 'web')],
    ['csv.separator', '||', ',,'],
  ])('differ where the rest differs: %s %s and %s', (key, one, other) => {
    expect(canBeEqual(key, one, other)).toBe(false);
    expect(canBeEqual(key, other, one)).toBe(false);
  });
});
