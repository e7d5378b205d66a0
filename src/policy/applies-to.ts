import { matchesAnyGlob } from '../model/name-glob.ts';
import { type ClassFit, fitOfClass, type PluginClasses } from '../model/plugin-classes.ts';
import type { PolicyChangeKind } from '../model/policy.ts';
import type { CompiledPolicy } from './compile-policies.ts';

/** What decides whether a policy applies to a connector. */
export interface Traits {
  readonly name: string;
  readonly className: string;
  readonly type: 'source' | 'sink' | 'unknown';
  /** Undefined where only the files are known. */
  readonly change: PolicyChangeKind | undefined;
}

/** Where policies are evaluated. */
export interface Scope {
  /** The name of the cluster; empty for a URL. */
  readonly cluster: string;
  /** The connector classes of the worker, where they were read. */
  readonly classes?: PluginClasses | undefined;
  /** Whether an alias counts that may stand for a class of a policy, where nothing tells what it stands for. */
  readonly unclearAliases: 'match' | 'differ';
}

/** Whether a policy about connectors applies to one. */
export function appliesTo(policy: CompiledPolicy, traits: Traits, scope: Scope): boolean {
  const { match } = policy.document;
  if (!appliesToChange(policy, traits.change) || !appliesOn(policy, scope.cluster)) return false;
  if (match.name && !matchesAnyGlob(match.name, traits.name)) return false;
  if (match.type && !match.type.some((type) => type === traits.type)) return false;
  return !match.class || isFit(fitOfClass(match.class, traits.className, scope.classes), scope);
}

/** Whether only the plugins of the worker tell if the policy applies. */
export function needsClasses({ document }: CompiledPolicy, className: string): boolean {
  return (
    document.match.class !== undefined && fitOfClass(document.match.class, className, undefined) === 'unknown'
  );
}

/** Whether a policy applies to a cluster. */
export function appliesOn({ document: { match } }: CompiledPolicy, cluster: string): boolean {
  return !match.cluster || matchesAnyGlob(match.cluster, cluster);
}

function isFit(fit: ClassFit, { unclearAliases }: Scope): boolean {
  return fit === 'yes' || fit === 'likely' || (fit === 'unknown' && unclearAliases === 'match');
}

/**
 * A policy about the desired state applies wherever it is written; one that refers to the change, or to what is live,
 * applies to every change.
 */
function appliesToChange(policy: CompiledPolicy, change: Traits['change']): boolean {
  const isAboutChange = policy.variables.has('live') || policy.variables.has('change');
  const { change: kinds } = policy.document.match;
  if (change === undefined) return !isAboutChange && !policy.variables.has('plan') && !kinds;
  return (kinds ?? (isAboutChange ? allChanges : writes)).includes(change);
}

const writes: readonly PolicyChangeKind[] = ['create', 'update', 'set-state'];
const allChanges: readonly PolicyChangeKind[] = [...writes, 'delete', 'restart'];
