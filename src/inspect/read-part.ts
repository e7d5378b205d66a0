import { type ConnectorName, isConnectorName, unsafeNameRule } from '../model/connector-name.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';

/** A part of a page, or why it could not be read. */
export type Part<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'unread'; readonly why: string };

/** Reads something about one connector. A failure is part of the result, so that the rest can be shown. */
export async function readPart<Value>(
  { project }: ClusterContext,
  name: string,
  read: (name: ConnectorName) => Promise<Value>,
): Promise<Part<Value>> {
  if (!isConnectorName(name)) return { kind: 'unread', why: unsafeNameRule };
  try {
    return { kind: 'read', value: await read(name) };
  } catch (error) {
    if (!(error instanceof WorkerFailure)) throw error;
    const details = error.workerMessage
      ? `; the worker says: ${project.scrub.about(name)(error.workerMessage)}`
      : '';
    return { kind: 'unread', why: `${project.scrub(error.message)}${details}` };
  }
}
