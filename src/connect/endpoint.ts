/** The calls of the REST API that are told apart when an answer is judged. */
export type Endpoint =
  | 'worker'
  | 'list'
  | 'connector'
  | 'offsets'
  | 'plugins'
  | 'plugin-keys'
  | 'validate'
  | 'config'
  | 'create'
  | 'delete'
  | 'state'
  | 'stop'
  | 'restart'
  | 'restart-task'
  | 'health'
  | 'tasks'
  | 'topics'
  | 'loggers'
  | 'reset-topics'
  | 'change-offsets'
  | 'set-logger';

const reads: ReadonlySet<Endpoint> = new Set([
  'worker',
  'list',
  'connector',
  'offsets',
  'plugins',
  'plugin-keys',
  'validate',
  'health',
  'tasks',
  'topics',
  'loggers',
]);

/** Whether a call changes nothing, so that it may be sent again and anywhere. Validation is a PUT that only reads. */
export function isRead(endpoint: Endpoint): boolean {
  return reads.has(endpoint);
}
