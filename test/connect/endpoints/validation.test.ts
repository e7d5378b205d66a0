import { describe, expect, it } from 'vitest';
import { UnexpectedAnswer } from '../../../src/connect/decode.ts';
import { parseValidation } from '../../../src/connect/endpoints/validation.ts';

const assessed = (name: string, errors: readonly string[], value: string | null = 'resolved-s3cret') => ({
  definition: { name, type: 'STRING', required: false, default_value: null, order: 1 },
  value: { name, value, recommended_values: ['a'], errors, visible: true },
});
const answer = (...configs: readonly unknown[]) => ({ name: 'x.Y', error_count: 0, groups: [], configs });

describe('the answer to a validation', () => {
  it('gives every key, and each error with its key', () => {
    const { keys, errors } = parseValidation(
      answer(assessed('file', ['Missing it.', 'And wrong.']), assessed('topic', [])),
    );
    expect(keys.map((key) => key.name)).toEqual(['file', 'topic']);
    expect(errors).toEqual([
      { key: 'file', workerMessage: 'Missing it.' },
      { key: 'file', workerMessage: 'And wrong.' },
    ]);
  });

  it('never carries on the values that it echoes: providers are resolved in them', () => {
    expect(JSON.stringify(parseValidation(answer(assessed('file', ['wrong']))))).not.toContain('s3cret');
  });

  it('says once that a number is none, not also that nothing is none', () => {
    const twice = [
      'Invalid value many for configuration tasks.max: Not a number of type INT',
      'Invalid value null for configuration tasks.max: Value must be non-null',
    ];
    expect(parseValidation(answer(assessed('tasks.max', twice, null))).errors).toEqual([
      { key: 'tasks.max', workerMessage: twice[0] },
    ]);
  });

  it('says it where it is all that is said', () => {
    const once = ['Invalid value null for configuration tasks.max: Value must be non-null'];
    expect(parseValidation(answer(assessed('tasks.max', once))).errors).toHaveLength(1);
  });

  it('says the same about the same key once', () => {
    expect(parseValidation(answer(assessed('a', ['no', 'no']))).errors).toHaveLength(1);
  });

  it('has errors on keys that nobody defines, and definitions without a value', () => {
    const override = {
      definition: null,
      value: { ...assessed('producer.override.acks', ['not allowed']).value },
    };
    const undecided = { definition: assessed('a', []).definition, value: null };
    const { keys, errors } = parseValidation(answer(override, undecided));
    expect(keys.map((key) => key.name)).toEqual(['a']);
    expect(errors).toEqual([{ key: 'producer.override.acks', workerMessage: 'not allowed' }]);
  });

  it.each([
    [{}],
    [[]],
    [null],
    [answer(null)],
    [answer({ value: { errors: 'x' } })],
    [answer({ value: { errors: [1] } })],
  ])('of another shape is refused: %j', (value) => {
    expect(() => parseValidation(value)).toThrow(UnexpectedAnswer);
  });
});
