import { type Diagnostic, diagnose } from '../../model/diagnostic.ts';
import { KnownSecrets } from '../../model/known-secrets.ts';
import { makeScrub } from '../../model/redaction/scrub.ts';
import type { FoundConnectorConfig } from '../formats/found-connector.ts';
import {
  replaceSecrets,
  type SecretRule,
  type SecretVariable,
  type WithoutSecrets,
} from '../formats/write/replace-secrets.ts';
import { maskComments } from '../formats/write/safe-comments.ts';
import type { ImportRequest } from '../import-request.ts';
import { secretRule } from '../secrets/secret-rule.ts';
import { knownVariables } from '../secrets/variables.ts';

/** Connectors as they may be written: without secrets in values and comments. */
export interface ReadyConnectors {
  readonly replaced: WithoutSecrets;
  readonly ready: ReadonlyMap<string, FoundConnectorConfig>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Replaces secrets with variables, and masks them in comments; `values` has the values of variables that are known. */
export function readyConnectors(
  { source, project }: ImportRequest,
  connectors: readonly FoundConnectorConfig[],
  values: ReadonlyMap<string, string>,
): ReadyConnectors {
  const ownCluster = project.files.clusters.size > 1 ? source.cluster : undefined;
  const rule = secretRule(source, project.secrets);
  const replaced = replaceSecrets(connectors, rule, knownVariables(project.files, values, ownCluster));
  const scrub = scrubOf(replaced.variables);
  const safe = replaced.connectors.map((connector) =>
    withSafeComments(connector, { rule, scrub: (text) => scrub(project.scrub(text)) }),
  );
  return {
    replaced,
    ready: new Map(safe.map(({ connector }) => [connector.name, connector])),
    diagnostics: [...maskedValues(replaced.variables), ...safe.flatMap(({ diagnostics }) => diagnostics)],
  };
}

/** A comment may contain a value that was replaced elsewhere. */
function scrubOf(variables: readonly SecretVariable[]): (text: string) => string {
  const secrets = new KnownSecrets();
  for (const { value } of variables) if (value !== undefined) secrets.learnConfigured(value);
  return makeScrub(secrets);
}

function withSafeComments(
  connector: FoundConnectorConfig,
  rules: { readonly rule: SecretRule; readonly scrub: (text: string) => string },
) {
  const { comments, masked } = maskComments(connector, rules);
  const { name, source } = connector;
  return {
    connector: { ...connector, comments },
    diagnostics: masked.length > 0 ? [diagnose('import-comment-masked', { name }, { source })] : [],
  };
}

function maskedValues(variables: readonly SecretVariable[]): readonly Diagnostic[] {
  return variables.flatMap(({ name: variable, value, mask, uses }) =>
    value === undefined && mask !== undefined
      ? uses.map(({ connector: name, key }) => diagnose('import-masked-value', { name, key, variable }))
      : [],
  );
}
