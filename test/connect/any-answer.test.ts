import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspectBody, messageIn } from '../../src/connect/answer-body.ts';
import { classifyAnswer } from '../../src/connect/classify-response.ts';
import { UnexpectedAnswer } from '../../src/connect/decode.ts';
import { checkWritten, parseConnectors, parseNames } from '../../src/connect/endpoints/connectors.ts';
import { parseLoggers } from '../../src/connect/endpoints/loggers.ts';
import { parseMessage, parseOffsets } from '../../src/connect/endpoints/offsets.ts';
import { parsePluginKeys, parsePlugins } from '../../src/connect/endpoints/plugins.ts';
import { parseStatuses } from '../../src/connect/endpoints/states.ts';
import { parseTasks, parseTopics } from '../../src/connect/endpoints/tasks.ts';
import { parseValidation } from '../../src/connect/endpoints/validation.ts';
import { parseHealth, parseWorker } from '../../src/connect/endpoints/worker.ts';
import type { EndpointName } from '../../src/connect/endpoints.ts';
import { tidyWorkerMessage } from '../../src/connect/worker-message.ts';

const parsers = {
  parseNames,
  parseConnectors,
  parseStatuses,
  parseOffsets: (value: unknown) => parseOffsets(JSON.stringify(value) ?? ''),
  parsePlugins,
  parsePluginKeys,
  parseValidation,
  parseWorker,
  parseHealth,
  parseTasks,
  parseTopics: (value: unknown) => parseTopics(value, 'orders'),
  parseMessage,
  parseLoggers,
  checkWritten: (value: unknown) => checkWritten(value, 'orders'),
};
const keys = fc.constantFrom(
  'orders',
  'info',
  'status',
  'config',
  'configs',
  'tasks',
  'value',
  'errors',
  'name',
  'definition',
  'connector',
  'offsets',
  'state',
  'id',
  'task',
  'topics',
  'level',
  'message',
  'canary',
);
const answers = fc.oneof(
  fc.jsonValue(),
  fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, 0, -1, 1.5, true, 'canary', ''),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(keys, tie('tree'), { maxKeys: 4 }),
    ),
  })).tree,
);

describe('whatever comes over the wire', () => {
  it.each(Object.entries(parsers))('%s reads it or refuses it, and does not quote it', (_name, parse) => {
    fc.assert(
      fc.property(answers, (value) => {
        try {
          parse(value);
        } catch (error) {
          expect(error).toBeInstanceOf(UnexpectedAnswer);
          expect(String(error)).not.toContain('canary');
        }
      }),
    );
  });

  it('a body has a kind, and words or none', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          answers.map((value) => JSON.stringify(value)),
        ),
        (text) => {
          const said = messageIn(inspectBody(text));
          expect(['string', 'undefined']).toContain(typeof said);
          expect(tidyWorkerMessage(said ?? '').length).toBeLessThan(5_000);
        },
      ),
    );
  });

  it('an answer is classified, and no error counts as a success', () => {
    const endpoints = fc.constantFrom<EndpointName>(
      'readWorker',
      'listNames',
      'validate',
      'putConfig',
      'createWithState',
      'delete',
      'setState',
      'restart',
    );
    const statuses = fc.integer({ min: 200, max: 599 });
    const bodies = fc.oneof(
      fc.string(),
      fc.jsonValue().map((value) => JSON.stringify(value)),
      fc.string().map((message) => JSON.stringify({ error_code: 1, message })),
    );
    fc.assert(
      fc.property(endpoints, statuses, bodies, (endpoint, status, text) => {
        const verdict = classifyAnswer({ endpoint, status, body: inspectBody(text), milliseconds: 10 });
        expect(verdict).not.toBe('not-sent');
        if (verdict === undefined) expect(status).toBeLessThan(300);
      }),
    );
  });

  it('a configuration is read as it is stored, key by key and byte by byte', () => {
    const texts = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(texts, fc.dictionary(texts, texts), (name, config) => {
        const stored = JSON.parse(JSON.stringify({ ...config, name }));
        const answer = JSON.parse(
          JSON.stringify({ x: { info: { config: stored, tasks: [], type: 'sink' } } }),
        );
        const read = parseConnectors(answer).get('x')?.config;
        const expected = new Map(Object.entries<string>(stored));
        if (name === 'x') expected.delete('name');
        expect(read).toEqual(expected);
      }),
    );
  });
});
