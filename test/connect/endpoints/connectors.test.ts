import { describe, expect, it } from 'vitest';
import { UnexpectedAnswer } from '../../../src/connect/decode.ts';
import { parseConnectors, parseNames } from '../../../src/connect/endpoints/connectors.ts';

const info = {
  name: 'orders',
  config: { name: 'orders', 'connector.class': 'FileStreamSource', 'tasks.max': ' 2 ' },
  tasks: [
    { connector: 'orders', task: 1 },
    { connector: 'orders', task: 0 },
  ],
  type: 'source',
};

const parseOne = (changed: object) =>
  parseConnectors({ orders: { info: { ...info, ...changed } } }).get('orders');

describe('the names of connectors', () => {
  it('are a list of texts, and may be none', () => {
    expect(parseNames(['orders', ' a/b ', ''])).toEqual(['orders', ' a/b ', '']);
    expect(parseNames([])).toEqual([]);
  });

  it.each([[{}], [null], ['orders'], [[1]], [[null]], [{ error_code: 500, message: 'x' }]])(
    'are not taken from anything else: %j',
    (value) => {
      expect(() => parseNames(value)).toThrow(UnexpectedAnswer);
    },
  );
});

describe('an expanded list', () => {
  it('gives each connector as it is live, without the name that the worker adds', () => {
    expect(parseConnectors({ orders: { info } })).toEqual(
      new Map([
        [
          'orders',
          {
            name: 'orders',
            type: 'source',
            config: new Map([
              ['connector.class', 'FileStreamSource'],
              ['tasks.max', ' 2 '],
            ]),
            nullKeys: [],
            taskIds: [0, 1],
            status: undefined,
          },
        ],
      ]),
    );
  });

  it('may be empty', () => {
    expect(parseConnectors({}).size).toBe(0);
  });

  it('keeps a stored name that is another than the connector has', () => {
    expect(parseOne({ config: { name: 'other' } })?.config).toEqual(new Map([['name', 'other']]));
  });

  it('names the keys that an old worker stored as null', () => {
    const live = parseOne({ config: { a: null, b: '', name: null } });
    expect(live?.nullKeys).toEqual(['a', 'name']);
    expect(live?.config).toEqual(new Map([['b', '']]));
  });

  it('takes a type that it does not know for unknown, and ignores fields that it does not know', () => {
    expect(parseOne({ type: 'both', more: [1] })?.type).toBe('unknown');
    expect(parseOne({ type: null })?.type).toBe('unknown');
  });

  it('keeps keys and names that JavaScript has a meaning for', () => {
    const odd = JSON.parse(
      '{"__proto__": {"info": {"name": "__proto__", "config": {"__proto__": "x", "constructor": "y"}, "tasks": []}}}',
    );
    expect(parseConnectors(odd).get('__proto__')?.config).toEqual(
      new Map([
        ['__proto__', 'x'],
        ['constructor', 'y'],
      ]),
    );
  });

  it('leaves out a connector that is being deleted', () => {
    expect([...parseConnectors({ going: { info: null }, orders: { info } }).keys()]).toEqual(['orders']);
  });

  it('of names alone comes from a worker that is too old', () => {
    expect(() => parseConnectors(['orders'])).toThrow(
      expect.objectContaining({
        verdict: 'unsupported',
        message: expect.stringContaining('older than Kafka Connect 2.3'),
      }),
    );
  });

  it('without the expansion that was asked for is not an empty connector', () => {
    expect(() => parseConnectors({ orders: { info }, payments: {} })).toThrow(
      expect.objectContaining({ verdict: 'not-connect' }),
    );
  });

  it.each([
    [null],
    ['x'],
    [{ orders: null }],
    [{ orders: { info: [] } }],
    [{ orders: { info: { ...info, config: undefined } } }],
    [{ orders: { info: { ...info, config: { a: 1 } } } }],
    [{ orders: { info: { ...info, config: { a: { b: 'c' } } } } }],
    [{ orders: { info: { ...info, tasks: undefined } } }],
    [{ orders: { info: { ...info, tasks: [{ task: '0' }] } } }],
  ])('of another shape is refused: %j', (value) => {
    expect(() => parseConnectors(value)).toThrow(UnexpectedAnswer);
  });

  it('never shows in the refusal what was in it', () => {
    expect(() => parseOne({ config: { canary: ['s3cret'] } })).toThrow(
      expect.not.objectContaining({ message: expect.stringMatching(/canary|s3cret|orders/) }),
    );
  });
});
