import { emptyAnswer, jsonAnswer } from '../http/answer.ts';
import { RestError } from '../http/rest-error.ts';
import { does } from '../profile.ts';
import type { Handler } from './handler.ts';

/** `GET /` (Connect REST contract 4.1). */
export const getServerInfo: Handler = ({ profile, kafkaClusterId }) => {
  const { version, commit } = profile;
  return jsonAnswer(200, { version: version.text, commit, kafka_cluster_id: kafkaClusterId });
};

/** `GET /health` (3.9+, Connect REST contract 4.20). */
export const getHealth: Handler = () => {
  const message = 'Worker has completed startup and is ready to handle requests.';
  return jsonAnswer(200, { status: 'healthy', message });
};

/** `GET /admin/loggers` (Connect REST contract 4.21). */
export const listLoggers: Handler = ({ loggers }) => jsonAnswer(200, loggers.list());

/** `GET /admin/loggers/{l}`. */
export const getLogger: Handler = ({ loggers }, { name }) => jsonAnswer(200, loggers.get(name));

/** `PUT /admin/loggers/{l}`: the loggers it changed, or nothing with `scope=cluster` (3.7+). */
export const setLogger: Handler = ({ profile, loggers }, { name, query, body }) => {
  const fields = body.asStringMap(body.read());
  if (!fields) {
    throw new RestError(500, 'Cannot invoke "java.util.Map.get(Object)" because "levelMap" is null');
  }
  const affected = loggers.set(name, fields.get('level') ?? null);
  const isCluster = query.get('scope')?.toLowerCase() === 'cluster' && does(profile, 'loggerScope');
  return isCluster ? emptyAnswer(204) : jsonAnswer(200, affected);
};
