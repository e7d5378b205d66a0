import { printExactJson } from '../../model/exact-json.ts';
import { type Answer, jsonAnswer } from '../http/answer.ts';
import type { Jackson } from '../http/jackson.ts';
import type { JsonSource } from '../http/json-source.ts';
import { RestError } from '../http/rest-error.ts';
import { configuredTopics, type SandboxConnector } from '../worker/connector.ts';
import type { OffsetChange } from '../worker/offset-entry.ts';
import { asLeader, type Handler, type Worker } from './handler.ts';

/** `GET /connectors/{n}/offsets` (3.5+, Connect REST contract 4.16). */
export const getOffsets: Handler = ({ herder, offsets }, { name }) => {
  herder.get(name);
  return { ...jsonAnswer(200, null), body: printExactJson({ offsets: offsets.of(name) }) };
};

/** `PATCH /connectors/{n}/offsets` (3.6+, Connect REST contract 4.17). */
export const alterOffsets: Handler = async (worker, { name, body }) => {
  const fields = body.readBean('ConnectorOffsets', ['offsets']);
  if (!fields) {
    const call = 'org.apache.kafka.connect.runtime.rest.entities.ConnectorOffsets.offsets()';
    throw new RestError(500, `Cannot invoke "${call}" because "offsets" is null`);
  }
  const changes = (body.asList(fields.get('offsets')) ?? []).map((entry) => toChange(body, entry));
  if (changes.length === 0) {
    throw new RestError(400, 'Partitions / offsets need to be provided for an alter offsets request');
  }
  const given = changes.map((change) => {
    if (change) return change;
    const call = 'org.apache.kafka.connect.runtime.rest.entities.ConnectorOffset.partition()';
    throw new RestError(500, `Cannot invoke "${call}" because "offset" is null`);
  });
  return asLeader(worker, () => {
    const connector = stopped(worker, name);
    const topics = new Set(worker.herder.list().flatMap(configuredTopics));
    worker.offsets.alter(connector, given, (topic) => topics.has(topic));
    return done(connector, 'altered');
  });
};

/** `DELETE /connectors/{n}/offsets` (3.6+, Connect REST contract 4.17). */
export const resetOffsets: Handler = (worker, { name }) =>
  asLeader(worker, () => {
    const connector = stopped(worker, name);
    worker.offsets.reset(name);
    return done(connector, 'reset');
  });

/** One element of `offsets`; undefined where it is null. */
function toChange(body: Jackson, entry: JsonSource): OffsetChange | undefined {
  if (entry.kind === 'null') return undefined;
  const fields = body.asBean(entry, 'ConnectorOffset', ['partition', 'offset']);
  return {
    partition: body.asObject(fields.get('partition')),
    offset: body.asObject(fields.get('offset')),
  };
}

function stopped({ outages, herder }: Worker, name: string): SandboxConnector {
  outages.checkRebalance();
  const connector = herder.get(name);
  if (connector.target === 'STOPPED' && connector.taskConfigs.length === 0) return connector;
  throw new RestError(
    400,
    'Connectors must be in the STOPPED state before their offsets can be modified. This can be done for the ' +
      `specified connector by issuing a 'PUT' request to the '/connectors/${name}/stop' endpoint`,
  );
}

function done({ plugin }: SandboxConnector, verb: 'altered' | 'reset'): Answer {
  const message = plugin.altersOffsets
    ? `The offsets for this connector have been ${verb} successfully`
    : `The Connect framework-managed offsets for this connector have been ${verb} successfully. However, if this ` +
      `connector manages offsets externally, they will need to be manually ${verb} in the system that the ` +
      'connector uses.';
  return jsonAnswer(200, { message });
}
