/** How a connector's plugin misbehaves from now on. It is kept by name, so it may be set before the connector exists. */
export interface Misbehaviour {
  /** How long `start()` takes, in milliseconds of the clock, whatever the pace. */
  readonly startMilliseconds?: number;
  /** `start()` throws this. */
  readonly startTrace?: string;
  /** `taskConfigs()` throws: the connector stays RUNNING, its tasks keep what they had (Connect REST contract 5). */
  readonly taskConfigsThrow?: boolean;
  /** Each task fails so long after its start, in milliseconds of the clock; 0: in its `start()`. */
  readonly tasksFailAfter?: number;
  readonly taskTrace?: string;
}

/** How often things happened to a connector, since the sandbox was started or the counters cleared. */
export interface Counts {
  /** Records written to the config topic: PUT, POST and PATCH, identical ones too. */
  readonly configWrites: number;
  /** Calls of the connector's `start()`. */
  readonly connectorStarts: number;
  /** Calls of a task's `start()`, all tasks together. */
  readonly taskStarts: number;
}

/** A trace as a worker shows it, with the usual frames. */
export function traceOf(message: string, frame: string): string {
  return `${message}\n\tat ${frame}\n\tat java.base/java.lang.Thread.run(Thread.java:840)\n`;
}
