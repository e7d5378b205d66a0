import type { Clock } from '../model/clock.ts';
import type { Fault } from '../sandbox/faults.ts';
import type { MaskStyle } from '../sandbox/masking.ts';
import type { PluginDefinition } from '../sandbox/plugins/plugin-definition.ts';
import { type ConnectVersion, type Sandbox, startSandbox as start } from '../sandbox/start-sandbox.ts';
import { systemClock } from './system-clock.ts';

// The entry point `connect-sync/sandbox`: an in-memory Kafka Connect worker for integration tests.

export type { Clock } from '../model/clock.ts';
export { ConnectSyncError, type ErrorCategory } from '../model/error.ts';
export type { Fault, FaultAnswer, FaultEffect, InjectedFault } from '../sandbox/faults.ts';
export { knownAnswers } from '../sandbox/known-answers.ts';
export type { MaskStyle } from '../sandbox/masking.ts';
export type { PluginDefinition, PluginKey } from '../sandbox/plugins/plugin-definition.ts';
export type { SandboxRequest } from '../sandbox/request-log.ts';
export type { SandboxWorker, SeededConnector, WorkerDeath } from '../sandbox/sandbox-worker.ts';
export type { ConnectVersion, Sandbox } from '../sandbox/start-sandbox.ts';
export type { KeyType } from '../sandbox/validation/key-definition.ts';
export type { ValueRule } from '../sandbox/validation/value-rule.ts';
export type { TargetState } from '../sandbox/worker/connector.ts';
export type { Counts } from '../sandbox/worker/misbehaviour.ts';
export type { OffsetEntry } from '../sandbox/worker/offset-entry.ts';

/** Which worker to imitate. Everything may be left out. */
export interface SandboxOptions {
  /** Default 0: a free port. The sandbox always listens on 127.0.0.1. */
  readonly port?: number;
  /** Default `4.3`. */
  readonly connectVersion?: ConnectVersion;
  /** Plugins beside the ones that the sandbox knows: the file connectors, Debezium MySQL, Elasticsearch, Neo4j. */
  readonly plugins?: readonly PluginDefinition[];
  /** Accept every connector, converter and transformation class. Default: only those that are installed. */
  readonly anyClass?: boolean;
  /** Faults to inject from the start; `sandbox.worker.inject` adds others later. */
  readonly faults?: readonly Fault[];
  /**
   * Names under which clients reach it, such as `host.docker.internal`. Requests for other names than these and those of
   * loopback are refused (403), and so are those of web pages.
   */
  readonly allowedHosts?: readonly string[];
  /**
   * How secrets are hidden in configurations, tasks and validations, as managed workers do. Default: not at all, as Apache
   * Kafka.
   */
  readonly mask?: MaskStyle;
  /** Multiplies the delays with which states and tasks change; 0.1 makes tests fast. Default 1. */
  readonly pace?: number;
  /** Default: the system clock. */
  readonly clock?: Clock;
}

/**
 * Starts an in-memory Kafka Connect worker on loopback. It speaks the REST API of one Kafka release, down to its error
 * bodies. It runs no connector, keeps nothing on disk and contacts nobody.
 *
 * @throws ConnectSyncError `invalid-argument` for an unknown version or mask, `port-unavailable` where the port cannot be used
 */
export function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return start({ port: 0, connectVersion: '4.3', anyClass: false, clock: systemClock, ...options });
}
