/** The states of connectors and tasks, as a worker reports them; `UNKNOWN`: it has no status yet. */
export const connectorStates = [
  'RUNNING',
  'PAUSED',
  'STOPPED',
  'FAILED',
  'UNASSIGNED',
  'RESTARTING',
  'UNKNOWN',
] as const;
