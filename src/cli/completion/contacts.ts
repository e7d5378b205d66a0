import path from 'node:path';
import { recordContact, wasContacted } from '../../inspect/contacted-clusters.ts';
import type { Contact } from '../../model/ports.ts';
import { detectCi } from '../detect-ci.ts';

type Environment = ReadonlyMap<string, string>;

/** Records that a command has contacted a cluster, so that completion may ask it. In CI nobody presses TAB. */
export async function recordForCompletion(environment: Environment, contact: Contact): Promise<void> {
  const state = detectCi(environment) === undefined ? stateFolder(environment) : undefined;
  if (state !== undefined) await recordContact(state, contact);
}

/** Whether completion may ask a cluster that a project declares: only if a command has contacted it before. */
export async function mayComplete(environment: Environment, contact: Contact): Promise<boolean> {
  const state = stateFolder(environment);
  return state !== undefined && wasContacted(state, contact);
}

/** The folder for what connect-sync records between runs of a user (XDG Base Directory); undefined: there is none. */
function stateFolder(environment: Environment): string | undefined {
  const named = environment.get('XDG_STATE_HOME');
  const home = environment.get('HOME') ?? environment.get('USERPROFILE');
  const root = named || environment.get('LOCALAPPDATA') || (home && path.join(home, '.local', 'state'));
  return root && path.isAbsolute(root) ? path.join(root, 'connect-sync') : undefined;
}
