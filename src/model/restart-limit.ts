/** The default of `--max-restarts`: how many FAILED connectors one run restarts at most. */
export const defaultRestarts = 10;
