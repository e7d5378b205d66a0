import { expect, test } from 'vitest';
import type { PluginKey } from '../../src/model/plugin.ts';
import { withoutCommonKeys } from '../../src/plugins/common-keys.ts';

test('the common keys that a worker lists for a plugin are not keys of the plugin', () => {
  const common = [key('tasks.max', 'How many tasks.'), key('a.key.of.tomorrow', 'New.')];
  const listed = [...common, key('file', 'The file.'), key('errors.log.enable', 'Log.')];
  expect(withoutCommonKeys(listed, common).map(({ name }) => name)).toEqual(['file']);
});

test('a common key that the plugin documents itself is its own', () => {
  const common = [key('errors.tolerance', 'Behavior for tolerating errors.')];
  const own = key('errors.tolerance', 'Use this property if you want to configure the handling of errors.');
  expect(withoutCommonKeys([own], common)).toEqual([own]);
});

test('the topics of a source are its own', () => {
  const common = [key('tasks.max', 'How many tasks.')];
  const own = key('topics', 'Topics to replicate.');
  expect(withoutCommonKeys([...common, own], common)).toEqual([own]);
});

test('without the common keys of the worker, names decide', () => {
  const listed = [key('file', ''), key('topics', ''), key('topic.creation.default.partitions', '')];
  expect(withoutCommonKeys(listed, []).map(({ name }) => name)).toEqual(['file']);
});

function key(name: string, documentation: string): PluginKey {
  return {
    name,
    type: 'STRING',
    required: false,
    defaultValue: undefined,
    importance: 'LOW',
    documentation,
    group: undefined,
  };
}
