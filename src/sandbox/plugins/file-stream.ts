import { does } from '../profile.ts';
import { notEmpty } from '../validation/checks.ts';
import { optionalKey, requiredKey } from '../validation/key-definition.ts';
import type { ConnectorPlugin } from './plugin.ts';

/** Reads a file line by line; one task whatever `tasks.max` says. */
export const fileStreamSource: ConnectorPlugin = {
  className: 'org.apache.kafka.connect.file.FileStreamSourceConnector',
  type: 'source',
  keys: [
    optionalKey('file', 'STRING', {
      importance: 'HIGH',
      documentation: 'The file to read; standard input if there is none.',
    }),
    requiredKey('topic', 'LIST', {
      importance: 'HIGH',
      documentation: 'The topic to write to.',
      until: [3, 4, 0],
    }),
    requiredKey('topic', 'STRING', {
      importance: 'HIGH',
      documentation: 'The topic to write to.',
      check: notEmpty,
      since: [3, 4, 0],
    }),
    optionalKey('batch.size', 'INT', {
      default: '2000',
      importance: 'LOW',
      documentation: 'How many records a task may read at a time.',
    }),
  ],
  taskClass: 'org.apache.kafka.connect.file.FileStreamSourceTask',
  tasks: 'one',
  taskConfig: (config, profile) => {
    if (does(profile, 'wholeConfigToTasks')) return config;
    return only(new Map([['batch.size', '2000'], ...config]), ['topic', 'file', 'batch.size']);
  },
  altersOffsets: true,
  partitionKey: 'filename',
};

/** Writes records to a file. */
export const fileStreamSink: ConnectorPlugin = {
  className: 'org.apache.kafka.connect.file.FileStreamSinkConnector',
  type: 'sink',
  keys: [
    optionalKey('file', 'STRING', {
      importance: 'HIGH',
      documentation: 'The file to write; standard output if there is none.',
    }),
  ],
  taskClass: 'org.apache.kafka.connect.file.FileStreamSinkTask',
  tasks: 'tasks.max',
  taskConfig: (config, profile) => {
    return does(profile, 'wholeConfigToTasks') ? config : only(config, ['file', 'topics', 'topics.regex']);
  },
  altersOffsets: true,
};

function only(config: ReadonlyMap<string, string>, keys: readonly string[]): ReadonlyMap<string, string> {
  return new Map([...config].filter(([key]) => keys.includes(key)));
}
