import { type Answer, emptyAnswer, jsonAnswer } from '../http/answer.ts';
import type { Jackson, StringMap } from '../http/jackson.ts';
import type { JsonSource } from '../http/json-source.ts';
import { RestError } from '../http/rest-error.ts';
import { javaTrim } from '../java-text.ts';
import { does } from '../profile.ts';
import { findPlugin, messagesOf, validateConfig } from '../validation/validate-config.ts';
import type { SandboxConnector, TargetState } from '../worker/connector.ts';
import { connectorInfo } from '../worker/entities.ts';
import type { ConfigWrite } from '../worker/herder.ts';
import { asLeader, type Handler, type RestRequest, type Worker } from './handler.ts';

/** `POST /connectors` (Connect REST contract 4.3). */
export const createConnector: Handler = async (worker, request) => {
  const bean = 'CreateConnectorRequest';
  const known = does(worker.profile, 'initialState')
    ? ['config', 'name', 'initial_state']
    : ['config', 'name'];
  const fields = request.body.readBean(bean, known);
  if (!fields)
    throw nullPointer(`org.apache.kafka.connect.runtime.rest.entities.${bean}.name()`, 'createRequest');
  const name = javaTrim(request.body.asString(fields.get('name'), 'name') ?? '');
  const target = initialTarget(request.body, fields.get('initial_state'));
  const write = acceptedWrite(worker, name, request.body.asStringMap(fields.get('config')));
  return asLeader(worker, () => {
    if (worker.herder.find(name)) throw new RestError(409, `Connector ${name} already exists`);
    return created(worker, request, worker.herder.create(name, write, target));
  });
};

/** `PUT /connectors/{n}/config`: creates or replaces; the answer has the old tasks (Connect REST contract 4.5). */
export const putConfig: Handler = async (worker, request) => {
  const config = request.body.asStringMap(request.body.read());
  const write = acceptedWrite(worker, request.name, config);
  return asLeader(worker, () => {
    const existing = worker.herder.find(request.name);
    if (!existing) return created(worker, request, worker.herder.create(request.name, write, 'STARTED'));
    worker.herder.replace(existing, write);
    return jsonAnswer(200, connectorInfo(existing, worker.masking));
  });
};

/**
 * `PATCH /connectors/{n}/config` (3.8+): null removes a key; it writes even when nothing changes
 * (Connect REST contract 4.6).
 */
export const patchConfig: Handler = async (worker, request) => {
  const patch = request.body.asStringMap(request.body.read());
  return asLeader(worker, () => {
    const connector = worker.herder.get(request.name);
    if (!patch) throw nullPointer('java.util.Map.forEach(java.util.function.BiConsumer)', 'patch');
    const merged = [...new Map([...connector.config, ...patch])].filter(([, value]) => value !== null);
    worker.herder.replace(connector, validated(worker, new Map(merged)));
    return jsonAnswer(200, connectorInfo(connector, worker.masking));
  });
};

/** `DELETE /connectors/{n}` (Connect REST contract 4.7). */
export const deleteConnector: Handler = (worker, { name }) =>
  asLeader(worker, () => {
    worker.herder.delete(worker.herder.get(name));
    return emptyAnswer(204);
  });

/** `PUT /connectors/{n}/topics/reset` (Connect REST contract 4.15). */
export const resetTopics: Handler = ({ herder }, { name }) => {
  herder.find(name)?.topics.clear();
  return emptyAnswer(202);
};

/** Signed requests between workers, rejected for clients (Connect REST contract 4.22). */
export const refuseInternal: Handler = () => {
  throw new RestError(400, 'Internal request missing required signature');
};

/** The same where the worker reads the body first: a list of task configurations. */
export const refuseTaskConfigs: Handler = (_worker, { body }) => {
  if (body.isEmpty()) throw body.refusal('No content to map due to end-of-input', undefined);
  const value = body.read();
  if (value && value.kind !== 'array') {
    throw body.mismatch(value, 'java.util.ArrayList<java.util.Map<java.lang.String,java.lang.String>>');
  }
  throw new RestError(400, 'Internal request missing required signature');
};

const initialStates: Readonly<Record<string, TargetState>> = {
  RUNNING: 'STARTED',
  PAUSED: 'PAUSED',
  STOPPED: 'STOPPED',
};

function initialTarget(body: Jackson, value: JsonSource | undefined): TargetState {
  const state = body.asString(value, 'initial_state')?.toUpperCase() ?? 'RUNNING';
  const target = initialStates[state];
  if (target) return target;
  const type = 'org.apache.kafka.connect.runtime.rest.entities.CreateConnectorRequest';
  throw body.refusal(
    `Cannot construct instance of \`${type}$InitialState\`, problem: No enum constant ${type}.InitialState.${state}`,
    value?.at ?? 0,
  );
}

/** A valid configuration, its name included. */
function acceptedWrite(worker: Worker, name: string, config: StringMap | null): ConfigWrite {
  if (!config) throw nullPointer('java.util.Map.get(Object)', 'connectorConfig');
  const included = config.get('name') ?? name;
  if (included !== name) {
    const mismatch = `Connector name configuration (${included}) doesn't match connector name in the URL (${name})`;
    throw new RestError(400, mismatch);
  }
  return validated(worker, new Map([...config, ['name', name]]));
}

/** Rejected with all messages in one text, without the keys (Connect REST contract 7.3). */
function validated(worker: Worker, config: StringMap): ConfigWrite {
  const plugin = findPlugin(worker, config);
  if (plugin.acceptsAnything) return { plugin, config };
  const verdict = validateConfig(worker, config);
  const messages = messagesOf(verdict);
  if (messages.length === 0) return { plugin: verdict.plugin, config };
  throw new RestError(
    400,
    [
      `Connector configuration is invalid and contains the following ${messages.length} error(s):`,
      ...messages,
      'You can also find the above list of errors at the endpoint `/connector-plugins/{connectorType}/config/validate`',
    ].join('\n'),
  );
}

function created({ masking }: Worker, { origin }: RestRequest, connector: SandboxConnector): Answer {
  // A template variable in the name breaks the Location header, after the connector was created
  // (Connect REST contract 9).
  const variable = /\{([^{}]+)\}/.exec(connector.name)?.[1];
  if (variable) throw new RestError(500, `The template variable '${variable}' has no value`);
  const badVariable = /\{(?!\w)(.)/s.exec(connector.name);
  if (badVariable) {
    const template = `/connectors/${connector.name}`;
    const [character, position] = [badVariable[1], '/connectors/'.length + badVariable.index + 1];
    const problem = `Illegal character "${character}" at position ${position} is not allowed as a start of a name`;
    throw new RestError(500, `${problem} in a path template "${template}".`);
  }
  const location = `${origin}/connectors/${encodePath(connector.name)}`;
  return { ...jsonAnswer(201, connectorInfo(connector, masking)), location };
}

function encodePath(name: string): string {
  // What looks like an escape already is left as it is.
  return encodeURIComponent(name)
    .replace(/%(2F|3A|3B|40|26|3D|2B|24|2C)/g, (code) => decodeURIComponent(code))
    .replace(/%25([0-9a-f]{2})/gi, '%$1');
}

function nullPointer(call: string, variable: string): RestError {
  return new RestError(500, `Cannot invoke "${call}" because "${variable}" is null`);
}
