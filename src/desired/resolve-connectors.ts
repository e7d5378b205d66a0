import { compareText } from '../model/config.ts';
import type { Dependency, DesiredConnector } from '../model/desired-connector.ts';
import { type Diagnostic, diagnose, distinctDiagnostics, hasErrors } from '../model/diagnostic.ts';
import { once } from '../model/memoize.ts';
import type { PluginClasses } from '../model/plugin-classes.ts';
import type { Ownership, Vars } from '../model/project.ts';
import type { Source } from '../model/source.ts';
import { checkConfig } from './check-config.ts';
import { checkDependencies } from './check-dependencies.ts';
import { checkUnusedUnsets, findUnclearAliases } from './check-layers.ts';
import {
  type CheckedNames,
  checkVariableNames,
  duplicateProblem,
  findDuplicates,
  holdsVariable,
} from './check-names.ts';
import { lookupOn } from './cluster-lookup.ts';
import type { ConnectorDocument } from './connector-document.ts';
import { desiredConnector } from './desired-connector.ts';
import type { FingerprintRule } from './fingerprint-secrets.ts';
import { type Inheritance, inherit, type Surroundings, type UnclearDefault } from './inherit.ts';
import { checkMarker, markerLayer } from './marker-layer.ts';
import type { ProjectFiles } from './read-project.ts';
import { inReportOrder } from './report-order.ts';
import { type Lookup, resolveConfig, substitute } from './resolve-config.ts';
import { checkedNames } from './resolve-ownership.ts';
import { findReferringKeys, type ReferringKeys } from './secret-keys.ts';
import { isUsable } from './template.ts';

/** The desired connectors of a project on one cluster. */
export interface ResolvedConnectors {
  /** Sorted by name, without connectors that have an error. */
  readonly connectors: readonly DesiredConnector[];
  /** Connectors that are limited to other clusters, sorted by name. */
  readonly elsewhere: readonly {
    readonly name: string;
    readonly clusters: readonly string[];
    readonly source: Source;
  }[];
  /** Problems on this cluster that were not found when the project was read; sorted. */
  readonly diagnostics: readonly Diagnostic[];
  /** Secret values from the environment; they must be masked in output. */
  readonly secrets: readonly string[];
  /** Whether the plugins of the worker decide which defaults match some alias of a class. */
  readonly needsClasses: boolean;
  /** The same with the connector classes of a worker; omitted where no default matches by class. */
  readonly withClasses?: ((classes: PluginClasses) => ResolvedConnectors) | undefined;
  /** Warnings about defaults that are left out, because nothing tells whether they match an alias; sorted. */
  readonly unclearAliases: readonly Diagnostic[];
  /** By connector, absent and invalid ones too, the keys with values from the environment. Computed on demand. */
  readonly secretKeys: ReferringKeys['secretKeys'];
  /** The same for keys with provider references. */
  readonly referenceKeys: ReferringKeys['referenceKeys'];
}

/** The cluster to resolve for: its name in the project file, if any, and the variables of this run. */
export interface ResolutionTarget {
  readonly name: string | undefined;
  /** `--var`: takes precedence over the variables of the cluster, which need not be included. */
  readonly vars: Vars;
  /** The connector classes of its worker, where they were read. */
  readonly classes?: PluginClasses | undefined;
  /** What the project owns on it; default: resolved with these variables. */
  readonly ownership?: Ownership | undefined;
}

/** By the files and the name of the cluster, which decide together. */
const known = new WeakMap<ProjectFiles, Map<string | undefined, ResolvedConnectors>>();

/** The same, once for these files: the controller resolves a cluster at each run, mostly with the same files. */
export function resolveOnce(loaded: ProjectFiles, cluster: ResolutionTarget): ResolvedConnectors {
  const byCluster = known.get(loaded) ?? new Map<string | undefined, ResolvedConnectors>();
  known.set(loaded, byCluster);
  const result =
    byCluster.get(cluster.name) ?? resolveConnectors(loaded, cluster, { unsetEnvironment: 'error' });
  byCluster.set(cluster.name, result);
  return result;
}

/** Resolves all connectors of the project for one cluster. Pure: the environment was read with the project. */
export function resolveConnectors(
  loaded: ProjectFiles,
  cluster: ResolutionTarget,
  options: Pick<Lookup, 'unsetEnvironment' | 'variableValues'>,
): ResolvedConnectors {
  const lookup = lookupOn(loaded, cluster, options);
  const owned = checkedNames(loaded, cluster);
  const [here, others] = divide(loaded.documents, cluster.name);
  const elsewhere = namesElsewhere(others, lookup);
  const resolved = here.map((document) =>
    resolveDocument(document, {
      lookup,
      project: loaded.layers,
      owned,
      fingerprint: loaded.fingerprint,
    }),
  );
  const duplicates = findDuplicates(resolved.filter(({ isNamed }) => isNamed));
  const dependents = resolved.map(({ name, dependsOn, isAbsent }) => ({ name, dependsOn, isAbsent }));
  const isIncomplete = loaded.isIncomplete || resolved.some(({ isNamed }) => !isNamed);
  // A problem in a shared layer is found once per connector that inherits it.
  const ofConnectors = distinctDiagnostics([owned, ...resolved].flatMap((one) => one.diagnostics));
  const diagnostics = inReportOrder([
    ...ofConnectors.filter(({ code }) => !isConsequence(loaded, code)),
    // Literal names were already compared when the project was read.
    ...duplicates
      .filter(({ first, second }) => [first, second].some(({ document }) => holdsVariable(document.name)))
      .map(duplicateProblem),
    ...checkDependencies(dependents, { elsewhere, isIncomplete }),
  ]);
  const repeated = new Set(duplicates.map(({ second }) => second.document));
  const names = new Set(resolved.map(({ name }) => name));
  const connectors = resolved
    .filter(({ document }) => !repeated.has(document))
    .flatMap(({ connector }) => connector ?? [])
    .map((connector) => ({
      ...connector,
      dependsOn: connector.dependsOn.filter(({ name }) => names.has(name)),
    }))
    .sort((one, other) => compareText(one.name, other.name));
  const findReferring = once(() => findReferringKeys(loaded, lookup));
  return {
    connectors,
    elsewhere,
    diagnostics,
    secrets: [...new Set(resolved.flatMap(({ secrets }) => secrets))],
    withClasses: loaded.layers.defaults.some(({ match }) => match.class)
      ? (classes) => resolveConnectors(loaded, { ...cluster, classes }, options)
      : undefined,
    needsClasses: resolved.some(({ unclear }) => unclear.length > 0),
    unclearAliases: findUnclearAliases(resolved.flatMap(({ unclear }) => unclear)),
    get secretKeys() {
      return findReferring().secretKeys;
    },
    get referenceKeys() {
      return findReferring().referenceKeys;
    },
  };
}

/** Problems that a broken project file may cause: it may set the variable, own the name or set the key. */
const consequences: readonly Diagnostic['code'][] = ['unset-variable', 'not-owned', 'unset-without-effect'];

function isConsequence({ isProjectBroken }: ProjectFiles, code: Diagnostic['code']): boolean {
  return isProjectBroken && consequences.includes(code);
}

/** Separates the documents for a cluster from those limited to others. An unnamed cluster gets unlimited ones only. */
function divide(documents: readonly ConnectorDocument[], cluster: string | undefined) {
  const isHere = ({ clusters }: ConnectorDocument) =>
    !clusters || clusters.some(({ text }) => text === cluster);
  return [documents.filter(isHere), documents.filter((document) => !isHere(document))] as const;
}

function namesElsewhere(documents: readonly ConnectorDocument[], lookup: Lookup) {
  return documents
    .map((document) => nameElsewhere(document, lookup))
    .sort((one, other) => compareText(one.name, other.name));
}

/** If a variable in the name is set on the other cluster only, the name stays unresolved. */
function nameElsewhere({ name, clusters, source }: ConnectorDocument, lookup: Lookup) {
  const names = (clusters ?? []).map(({ text }) => text);
  return { name: substitute(name, lookup).text, clusters: names, source };
}

interface ResolvedDocument {
  readonly document: ConnectorDocument;
  readonly name: string;
  /** Whether every reference in the name has a value. */
  readonly isNamed: boolean;
  readonly dependsOn: readonly Dependency[];
  readonly isAbsent: boolean;
  readonly connector: DesiredConnector | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly secrets: readonly string[];
  readonly unclear: readonly UnclearDefault[];
}

interface DocumentContext extends Surroundings {
  readonly owned: CheckedNames & Pick<Ownership, 'marker'>;
  readonly fingerprint: FingerprintRule | undefined;
}

function resolveDocument(
  document: ConnectorDocument,
  { owned, fingerprint, ...surroundings }: DocumentContext,
): ResolvedDocument {
  const { lookup } = surroundings;
  const name = substitute(document.name, lookup);
  const isNamed = name.diagnostics.length === 0 && isUsable(document.name);
  const dependencies = document.dependsOn.map((template) => ({ template, ...substitute(template, lookup) }));
  const dependsOn = distinct(
    dependencies
      .filter(({ template, diagnostics }) => diagnostics.length === 0 && isUsable(template))
      .map(({ text, template }) => ({ name: text, source: template.source })),
  );
  const inherited = inherit(document, surroundings);
  const isAbsent = inherited.state?.value === 'absent';
  const { marker } = owned;
  const layers = [...(marker ? [markerLayer(marker)] : []), ...inherited.layers];
  const config = resolveConfig(isAbsent ? [] : layers, lookup);
  const fingerprinted = fingerprint?.add(name.text, config, { ...inherited, ...lookup });
  const diagnostics = [
    ...name.diagnostics,
    ...(isNamed ? checkVariableNames(document, name.text, { lookup, owned }) : []),
    ...dependencies.flatMap((dependency) => dependency.diagnostics),
    ...config.diagnostics,
    ...checkUnusedUnsets(config, surroundings.project),
    ...checkConfig(config),
    ...checkChangeWhile(document, inherited),
    ...(marker && !isAbsent ? checkMarker(config, inherited.ignoreKeys, marker) : []),
    ...(fingerprinted?.diagnostics ?? []),
  ];
  const isSound = !document.isBroken && !hasErrors(diagnostics);
  const connector = isSound
    ? desiredConnector(document, name.text, { ...config, ...inherited, ...fingerprinted, dependsOn })
    : undefined;
  const { secrets } = config;
  const { unclear } = inherited;
  return {
    document,
    name: name.text,
    isNamed,
    dependsOn,
    isAbsent,
    connector,
    diagnostics,
    secrets,
    unclear,
  };
}

/** Any layer may declare the state. Without it, an interrupted run would not know which state to return to. */
function checkChangeWhile({ changeWhile }: ConnectorDocument, { state }: Inheritance): readonly Diagnostic[] {
  if (!changeWhile || state) return [];
  return [diagnose('change-while-without-state', {}, { source: changeWhile.source })];
}

function distinct(dependencies: readonly Dependency[]): readonly Dependency[] {
  return dependencies.filter(
    ({ name }, index) => dependencies.findIndex((other) => other.name === name) === index,
  );
}
