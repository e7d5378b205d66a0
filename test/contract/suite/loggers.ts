import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { expectError, type Subject } from './subject.ts';

/** The log levels of a worker: Connect REST contract 4.21. */
export function describeLoggers({ rest, rules }: Subject): void {
  const logger = (name: string, query = '') => `/admin/loggers/${name}${query}`;

  describe('the loggers', () => {
    it(`are listed with their levels${rules.loggerScope ? ' and when they were changed' : ''}`, async () => {
      const answer = await rest.get('/admin/loggers');
      expect(answer.status).toBe(200);
      const loggers = answer.json as Record<string, unknown>;
      expect(loggers['root']).toEqual({
        level: expect.any(String),
        ...(rules.loggerScope ? { last_modified: null } : {}),
      });
      expect((await rest.get(logger('root'))).json).toEqual(loggers['root']);
    });

    it('of unknown names are a 404', async () => {
      expectError(await rest.get(logger('org.nobody.Has')), 404, 'Logger org.nobody.Has not found.');
    });

    it('are set by name, together with those below the name', async () => {
      const below = await rest.put(logger('org.suite.one.Below'), { level: 'WARN' });
      expect(below).toMatchObject({ status: 200, json: ['org.suite.one.Below'] });
      const set = await rest.put(logger('org.suite.one'), { level: 'debug' });
      expect(set.status).toBe(200);
      expect(set.json).toEqual(['org.suite.one', 'org.suite.one.Below']);
      expect((await rest.get(logger('org.suite.one.Below'))).json).toMatchObject({ level: 'DEBUG' });
      const listed = (await rest.get('/admin/loggers')).json;
      expect(listed).toMatchObject({ 'org.suite.one': { level: 'DEBUG' } });
    });

    it(`${rules.loggerChangesOnly ? 'are left alone' : 'are set too'} where they inherit the level`, async () => {
      const { level } = (await rest.get(logger('root'))).json as { level: string };
      const set = await rest.put(logger('org.suite.inherits'), { level });
      expect(set).toMatchObject({ status: 200, json: rules.loggerChangesOnly ? [] : ['org.suite.inherits'] });
    });

    it('refuse an unknown level', async () => {
      expectError(
        await rest.put(logger('org.suite.two'), { level: 'loud' }),
        404,
        /^invalid log level 'loud'/i,
      );
      expectError(
        await rest.put(logger('org.suite.two'), {}),
        400,
        "Desired 'level' parameter was not specified in request.",
      );
    });

    it(`${rules.loggerScope ? 'are set on every worker' : 'ignore a scope'}`, async () => {
      const set = await rest.put(logger('org.suite.three', '?scope=cluster'), { level: 'TRACE' });
      if (rules.loggerScope) expect(set).toMatchObject({ status: 204, text: '' });
      else expect(set).toMatchObject({ status: 200, json: ['org.suite.three'] });
      await eventually(async () =>
        expect((await rest.get(logger('org.suite.three'))).json).toMatchObject({ level: 'TRACE' }),
      );
    });
  });
}
