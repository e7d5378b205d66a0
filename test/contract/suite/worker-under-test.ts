/** A connector configuration as it is sent. */
export type SentConfig = Readonly<Record<string, string>>;

/** A worker that the contract suite runs against. One worker serves the whole suite. */
export interface WorkerUnderTest {
  /** Without a slash at the end. */
  readonly url: string;
  /** A temporary folder that the worker can reach, for the files of the file connectors. */
  readonly folder: string;
  /** How often the connector and its tasks were started so far. */
  countStarts(name: string): Promise<Starts>;
  /** A sink whose only task fails in its `start()` until `heal` is called and it is restarted. */
  failingTask(name: string): Promise<Sick>;
  /** A source that runs; once `spoil` was called, each later `start()` of the connector fails until `heal`. */
  failingStart(name: string): Promise<Sick & { spoil(): Promise<void> }>;
  /** A configuration with which the connector's `start()` takes from one to ten seconds. */
  slowStart(name: string): Promise<SentConfig>;
  /** Begins to start another worker of the same cluster. */
  startSecond(): SecondWorker;
  /** The URL of the follower, of two workers. */
  followerUrl(): Promise<string>;
  /** Ends the first worker as a crash would; returns the id under which statuses show its work from then on. */
  kill(): Promise<string>;
  /** Ends all remaining workers, and removes the folder. */
  stop(): Promise<void>;
}

/** What a kind of worker can do; tests of what it cannot do are not defined. */
export interface Traits {
  /** Records flow: offsets are committed. */
  readonly movesData: boolean;
  /** References such as `${file:/path:key}` are resolved inside the worker. */
  readonly resolvesReferences: boolean;
}

/** A worker that has begun to start. */
export interface SecondWorker {
  readonly url: string;
  /** Resolves when it answers. */
  readonly ready: Promise<void>;
}

/** How often a connector's instances were started. */
export interface Starts {
  readonly connector: number;
  readonly tasks: number;
}

/** A configuration that fails, and how to repair it. */
export interface Sick {
  readonly config: SentConfig;
  heal(): Promise<void>;
}
