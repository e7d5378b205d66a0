import type { ConnectorName } from '../model/connector-name.ts';
import type { WorkerHealth, WorkerLogger } from '../model/worker-details.ts';
import type { ConnectCluster, ReadPatience } from './connect-cluster.ts';

/**
 * The rest of the Connect REST API, for people who look after a cluster: no stage of plan and apply needs these. The
 * rules of `ConnectCluster` hold for them too.
 */
export interface OperatorCluster extends ConnectCluster {
  /** `GET /health` (3.9+; before it: `unsupported`), of the worker that answered. May take 10 s where it is not well. */
  readHealth(patience?: ReadPatience): Promise<WorkerHealth>;
  /**
   * `GET /connectors/{name}/topics`, sorted (2.5+). `unsupported` also where the worker does not track topics. An unknown
   * connector has none (Connect REST contract 4.15).
   */
  readTopics(name: ConnectorName, patience?: ReadPatience): Promise<readonly string[]>;
  /** `PUT /connectors/{name}/topics/reset`. */
  resetTopics(name: ConnectorName): Promise<void>;
  /**
   * `PATCH /connectors/{name}/offsets` (3.6+) of a STOPPED connector with the JSON text of a body. Returns the worker's
   * words, which say where offsets of a plugin's own must be changed by hand (Connect REST contract 4.17).
   */
  alterOffsets(name: ConnectorName, text: string): Promise<string>;
  /** `DELETE /connectors/{name}/offsets` (3.6+) of a STOPPED connector. */
  resetOffsets(name: ConnectorName): Promise<string>;
  /** `GET /admin/loggers`, sorted by name: those that have a level of their own, of the worker that answered. */
  readLoggers(): Promise<readonly WorkerLogger[]>;
  /** `GET /admin/loggers/{logger}`; `absent` where the worker has no such logger. */
  readLogger(name: string): Promise<WorkerLogger>;
  /**
   * `PUT /admin/loggers/{logger}`: says how far it went. Workers before 3.7 take no notice of the scope and change only
   * themselves.
   */
  setLogger(
    name: string,
    change: { readonly level: string; readonly scope: 'worker' | 'cluster' },
  ): Promise<'worker' | 'cluster'>;
}
