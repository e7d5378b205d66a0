import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { entryOf, type SourceEntry, type SourceMap, scalarOf } from './source-node.ts';
import type { SourceText } from './source-text.ts';

/**
 * One problem for a YAML document that is something else than a connector file as a whole: reports about its single keys
 * would give wrong advice. Undefined for a connector file.
 */
export function findMisplacedDocument(source: SourceText, document: SourceMap): Diagnostic | undefined {
  return findResource(source, document) ?? findConfigBesideConfig(source, document);
}

/** A Kubernetes resource, or one of the tools that use the same form, such as Strimzi and Jikkou. */
function findResource(source: SourceText, document: SourceMap): Diagnostic | undefined {
  const kind = scalarOf(document, 'kind');
  const version = entryOf(document, 'apiVersion');
  if (!kind || !version || entryOf(document, 'config')) return undefined;
  // The file is not ours, so nothing of it is quoted but a word that can only be a kind.
  const shown = /^[A-Z][A-Za-z]{1,40}$/.test(kind.text) ? kind.text : undefined;
  const place = source.sourceOf(version.keySpan);
  return diagnose('operator-resource', { kind: shown, file: source.file }, { source: place });
}

/** The keys of a config that stand at the top level: without `config:`, or below it and not indented. */
function findConfigBesideConfig(source: SourceText, document: SourceMap): Diagnostic | undefined {
  const config = entryOf(document, 'config');
  if (!config) {
    const connectorClass = entryOf(document, 'connector.class');
    if (!connectorClass) return undefined;
    const place = source.sourceOf(connectorClass.keySpan);
    return diagnose('config-key-at-top-level', { key: 'connector.class' }, { source: place });
  }
  if (config.value.kind !== 'scalar' || !config.value.isMissing) return undefined;
  const below = document.entries.slice(document.entries.indexOf(config) + 1).filter(isConfigKey);
  const [first, last] = [below[0], below.at(-1)];
  if (!first || !last) return undefined;
  const lines = [first, last].map(({ keySpan }) => source.sourceOf(keySpan).line);
  const place = source.sourceOf(first.keySpan);
  return diagnose('config-not-indented', { from: lines[0] ?? 1, to: lines[1] ?? 1 }, { source: place });
}

function isConfigKey({ key }: SourceEntry): boolean {
  return !connectorKeys.has(key) && !key.startsWith('x-');
}

/** The keys that a connector file may have beside `config`. */
const connectorKeys = new Set([
  '$schema',
  'name',
  'description',
  'state',
  'changeWhile',
  'reconcile',
  'extends',
  'overrides',
  'clusters',
  'dependsOn',
  'allowNoTasks',
  'ignoreKeys',
]);
