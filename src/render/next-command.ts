import { type ClusterWords, type CommandWord, quoteForShell } from './shell.ts';

/** The words of this run that suggested commands repeat. */
export interface NextCommands {
  /** The project, and the files with credentials. */
  readonly repeated: readonly CommandWord[];
  /** The words for `--cluster` where they are not the names that the view shows. */
  readonly clusterWords?: ClusterWords | undefined;
}

/** A command to suggest. */
export interface SuggestedCommand {
  /** The command and its options. */
  readonly words: readonly string[];
  /** Its arguments: names, files, or the number of a task. */
  readonly names?: readonly string[];
}

/** A command that works when it is pasted: `connect-sync status --failed --cluster prod -C dir`. */
export function nextCommand(
  { words, names = [] }: SuggestedCommand,
  cluster: string,
  { repeated, clusterWords }: NextCommands,
): string {
  const options = ['--cluster', clusterWords?.get(cluster) ?? cluster, ...repeated];
  // A name that begins with a dash would be taken for an option.
  const isLast = names.some((name) => name.startsWith('-'));
  const all = isLast ? [...words, ...options, '--', ...names] : [...words, ...names, ...options];
  return ['connect-sync', ...all].map(quoteForShell).join(' ');
}
