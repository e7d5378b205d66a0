/** One request of the sequence. */
export interface OddCall {
  /** Names it in a report, and in the known differences. */
  readonly label: string;
  readonly method: string;
  /** Not decoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether both workers get time to settle, and their connectors are compared then. */
  readonly settles: boolean;
}

type Config = Readonly<Record<string, unknown>>;

/** A whole number from 0 to less than `below`. */
export type Draw = (below: number) => number;

/** The sequence for one seed. `file` is an empty file that the worker can read. */
export function oddCalls(draw: Draw, file: string): readonly OddCall[] {
  const source = { 'connector.class': 'FileStreamSource', 'tasks.max': '1', file, topic: 'diff-topic' };
  const sink = { 'connector.class': 'FileStreamSink', 'tasks.max': '1', file, topics: 'diff-topic' };
  return [
    ...fixedCalls(source, sink),
    ...Array.from({ length: 150 }, () => drawnValidation(draw, { source, sink })),
    ...Array.from({ length: 40 }, (_, index) => drawnChange(draw, { source, sink, index })),
    ...['diff-1', 'diff-2', 'diff-odd'].map((name) => request('DELETE', `/connectors/${name}`)),
  ];
}

/** Kinds that have been answered differently before, and those that are known to be. */
function fixedCalls(source: Config, sink: Config): readonly OddCall[] {
  const odd = '/connectors/diff-odd';
  const put = (label: string, config: Config) => change(label, 'PUT', `${odd}/config`, config);
  const offsets = (label: string, entry: unknown) =>
    send(label, 'PATCH', `${odd}/offsets`, { offsets: [entry] });
  return [
    put('a source', source),
    put('a null of its own key', { ...source, topic: null }),
    put('a null of the framework', { ...source, 'tasks.max': null }),
    put('a topic creation without partitions', {
      ...source,
      'topic.creation.default.replication.factor': '1',
    }),
    put('a filter without its predicate', {
      ...source,
      transforms: 'a',
      'transforms.a.type': `${transforms}Filter`,
      'transforms.a.predicate': 'p',
    }),
    put('a converter with an unknown encoding', {
      ...source,
      'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'value.converter.converter.encoding': 'nope',
    }),
    put('a file that a provider cannot read', { ...source, x: '${file:/none:x}' }),
    put('a source again', source),
    request('PUT', `${odd}/stop`),
    request('PUT', `${odd}/pause`),
    request('POST', `${odd}/tasks/0/restart`),
    request('PUT', `${odd}/stop`),
    offsets('an offset without a position', { partition: { filename: 'a' }, offset: {} }),
    offsets('an offset that is text', { partition: { filename: 'a' }, offset: { position: 'x' } }),
    offsets('an offset below 0', { partition: { filename: 'a' }, offset: { position: -1 } }),
    offsets('an offset without a partition', { offset: { position: 1 } }),
    offsets('a reset of nothing', {}),
    ...['9.9', '9.9', '[9', '4.3.0'].map((version, index) =>
      put(`version ${version} (${index})`, { ...source, 'connector.plugin.version': version }),
    ),
    ...['no.such.Connector', 'no.such.Connector', ' FileStreamSource ', 'java.lang.String'].map(
      (name, index) => put(`class ${name} (${index})`, { ...source, 'connector.class': name }),
    ),
    put('an override that is no number', { ...source, 'producer.override.linger.ms': 'x' }),
    put('a sink', sink),
    raw('two values in one body', `${JSON.stringify(source)}{"a":"b"}`),
    raw('a body that is no JSON', '{"a":'),
    raw('a byte order mark', `\ufeff${JSON.stringify(source)}`),
    { ...request('GET', `${odd}/config`), label: 'GET of text', headers: { 'content-type': 'text/plain' } },
    { ...request('GET', '/connectors'), label: 'Accept nonsense', headers: { accept: ',' } },
    {
      ...request('GET', '/connectors'),
      label: 'Accept with q=0',
      headers: { accept: 'application/json;q=0' },
    },
    request('GET', '/admin/loggers/ROOT'),
    send('level ALL', 'PUT', '/admin/loggers/diff.a', { level: 'ALL' }),
    send('scope CLUSTER', 'PUT', '/admin/loggers/diff.b?scope=CLUSTER', { level: 'DEBUG' }),
    send('a level with blanks', 'PUT', '/admin/loggers/diff.a', { level: ' INFO ' }),
    send('no level', 'PUT', '/admin/loggers/diff.a', { level: '' }),
    change('a name with braces', 'POST', '/connectors', { name: 'diff-{}', config: source }),
    request('DELETE', '/connectors/diff-%7B%7D'),
    change('a name with a no-break space', 'POST', '/connectors', { name: 'diff-\u00a0', config: source }),
    request('DELETE', '/connectors/diff-%C2%A0'),
    request('GET', '/connector-plugins/FileStreamSource/config?version=9'),
    request('DELETE', odd),
  ];
}

const transforms = 'org.apache.kafka.connect.transforms.';
const json = 'org.apache.kafka.connect.json.JsonConverter';

const values = [
  '',
  ' ',
  '0',
  '-1',
  '1.5',
  'x',
  'true',
  ' 5 ',
  'a,b',
  'a,,b',
  ',',
  'a,a',
  null,
  '[',
  '.*',
  'none',
  'ä',
  '[1,2)',
];
const keys = [
  ...['name', 'tasks.max', 'tasks.max.enforce', 'key.converter', 'value.converter', 'header.converter'],
  ...['transforms', 'predicates', 'config.action.reload', 'errors.tolerance', 'errors.retry.timeout'],
  ...[
    'file',
    'topic',
    'batch.size',
    'topics',
    'topics.regex',
    'topic.creation.groups',
    'exactly.once.support',
  ],
  ...['transaction.boundary', 'transaction.boundary.interval.ms', 'offsets.storage.topic'],
  ...['errors.deadletterqueue.topic.name', 'errors.deadletterqueue.topic.replication.factor'],
  ...['producer.override.linger.ms', 'producer.override.acks', 'consumer.override.max.poll.records'],
  ...['key.converter.plugin.version', 'unknown.key', 'value.converter.schemas.enable'],
];
const types = {
  Cast$Value: ['spec'],
  TimestampConverter$Value: ['target.type', 'unix.precision', 'field'],
  ExtractField$Key: ['field', 'field.syntax.version'],
  MaskField$Value: ['fields', 'replacement'],
  HeaderFrom$Value: ['fields', 'headers', 'operation'],
  DropHeaders: ['headers'],
  InsertHeader: ['header', 'value.literal'],
  ReplaceField$Value: ['renames', 'include', 'exclude'],
  ValueToKey: ['fields'],
  RegexRouter: ['regex', 'replacement', 'negate', 'predicate'],
  SetSchemaMetadata$Value: ['schema.version'],
  Filter: ['negate', 'plugin.version'],
} as const;

interface Bases {
  readonly source: Config;
  readonly sink: Config;
}

/** Validates one of the file connectors with one or two odd values, and in half of the cases a transformation. */
function drawnValidation(draw: Draw, { source, sink }: Bases): OddCall {
  const base = draw(2) === 0 ? source : sink;
  const plugin = String(base['connector.class']);
  const odd = Object.fromEntries(
    Array.from({ length: 1 + draw(2) }, () => [pick(draw, keys), pick(draw, values)]),
  );
  const config = { ...base, name: 'diff-x', ...(draw(2) === 0 ? transformation(draw) : {}), ...odd };
  const path = `/connector-plugins/${plugin}/config/validate`;
  return send(`validate ${JSON.stringify(config)}`, 'PUT', path, config);
}

function transformation(draw: Draw): Config {
  const [type, options] = pick(draw, Object.entries(types));
  const own = options.map((key) => [`transforms.a.${key}`, pick(draw, values)] as const);
  return {
    transforms: 'a',
    'transforms.a.type': `${transforms}${type}`,
    'value.converter': pick(draw, [json, 'JsonConverter', 'java.lang.String', 'no.such.Converter']),
    ...Object.fromEntries(own.filter(() => draw(3) > 0)),
  };
}

/** Changes one of two connectors: its configuration, its state, its offsets. */
function drawnChange(draw: Draw, { source, sink, index }: Bases & { readonly index: number }): OddCall {
  const path = `/connectors/diff-${1 + draw(2)}`;
  const states = ['/pause', '/resume', '/stop'];
  switch (draw(6)) {
    case 0:
    case 1: {
      const key = pick(draw, [
        'x',
        'errors.tolerance',
        'tasks.max',
        'transforms',
        'connector.plugin.version',
      ]);
      const config = { ...pick(draw, [source, sink]), [key]: pick(draw, ['1', 'x', 'all', '', 'a,a']) };
      return change(`PUT ${index} ${key}`, 'PUT', `${path}/config`, config);
    }
    case 2:
    case 3:
      return request('PUT', `${path}${pick(draw, states)}`);
    case 4:
      return request('POST', `${path}/tasks/${draw(2)}/restart`);
    default:
      return request('DELETE', path);
  }
}

function pick<T>(draw: Draw, list: readonly T[]): T {
  const found = list[draw(list.length)];
  if (found === undefined) throw new RangeError('nothing to pick from');
  return found;
}

const jsonType = { 'content-type': 'application/json' };

function send(label: string, method: string, path: string, body: unknown): OddCall {
  return { label, method, path, headers: jsonType, body: JSON.stringify(body), settles: false };
}

function change(label: string, method: string, path: string, body: unknown): OddCall {
  return { ...send(label, method, path, body), settles: true };
}

function raw(label: string, body: string): OddCall {
  const path = '/connector-plugins/FileStreamSource/config/validate';
  return { label, method: 'PUT', path, headers: jsonType, body, settles: false };
}

function request(method: string, path: string): OddCall {
  return { label: `${method} ${path}`, method, path, headers: {}, settles: method !== 'GET' };
}
