import type { DesiredState } from '../../../../model/desired-connector.ts';
import { parseExactJson } from '../../../../model/exact-json.ts';
import {
  combine,
  emptyFile,
  type FoundConnectorFile,
  type FoundFile,
  type NotRead,
  positionOf,
} from '../found-file.ts';
import type { Importer } from '../importer.ts';
import { foundConnector, isMap } from '../shapes/data-shape.ts';
import { toFoundConnectors } from '../to-found-connectors.ts';
import { type ConfigRecord, isConfigDump, recordsOf } from './config-records.ts';

/** A dump of the topic in which workers store configs (`config.storage.topic`): the last record of a key counts. */
export const configTopicImporter: Importer = {
  format: 'dump of the config topic',
  extensions: [],
  recognizes: ({ text }) => isConfigDump(text),
  read: readConfigTopic,
};

/** Reads the connectors of a dump: those that no later record deletes. */
function readConfigTopic(file: FoundFile): FoundConnectorFile {
  const last = new Map<string, ConfigRecord>();
  const states = new Map<string, DesiredState | undefined>();
  const notRead: NotRead[] = [];
  for (const record of recordsOf(file.text)) {
    const [, kind = '', name = ''] = /^(connector|target-state)-(.*)$/s.exec(record.key) ?? [];
    if (kind === 'connector') last.set(name, record);
    if (kind === 'target-state') states.set(name, stateOf(recordValue(record)));
  }
  const read = [...last].map(([name, record]) => {
    const source = positionOf(file, record.offset);
    const value = recordValue(record);
    if (value === null) return emptyFile;
    if (!isMap(value) || !isMap(value['properties'])) {
      notRead.push({
        source,
        url: undefined,
        body: undefined,
        reason: `the record of "${name}" is no config`,
      });
      return emptyFile;
    }
    const config = value['properties'];
    return toFoundConnectors(file, {
      found: [foundConnector({ name, config, state: states.get(name), path: [] })],
      offset: record.offset,
    });
  });
  return combine([...read, { ...emptyFile, notRead }]);
}

/** The value of a record, without the envelope of the JSON converter; null for a tombstone. */
function recordValue({ value }: ConfigRecord): unknown {
  if (value === null || value.trim() === '' || value.trim() === 'null') return null;
  try {
    const parsed = parseExactJson(value);
    return isMap(parsed) && 'schema' in parsed && 'payload' in parsed ? parsed['payload'] : parsed;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

/** `state` is the older key; `state.v2` knows STOPPED. */
function stateOf(value: unknown): DesiredState | undefined {
  const state = isMap(value) ? (value['state.v2'] ?? value['state']) : undefined;
  if (state === 'PAUSED') return 'paused';
  return state === 'STOPPED' ? 'stopped' : undefined;
}
