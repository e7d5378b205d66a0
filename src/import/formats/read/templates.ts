import path from 'node:path';
import type { FoundFile } from './found-file.ts';

/** A language of templates, and how to render a file in it. */
export interface TemplateLanguage {
  /** As messages name it: `a Helm template`. */
  readonly label: string;
  /** The command that renders it. */
  readonly render: string;
}

const helm = { label: 'a Helm template', render: 'helm template RELEASE CHART > rendered.yaml' };
const jinja = { label: 'a Jinja template', render: 'jinja2 FILE VARS > rendered.json' };
const gomplate = { label: 'a Go template', render: 'gomplate -f FILE > rendered.json' };
const erb = { label: 'an ERB template', render: 'erb FILE > rendered.json' };
const jq = { label: 'a jq program', render: 'jq -n -f FILE > rendered.json' };
const jsonnet = { label: 'a Jsonnet program', render: 'jsonnet FILE > rendered.json' };
const mustache = { label: 'a Mustache template', render: 'mustache VIEW FILE > rendered.json' };
const freemarker = { label: 'a FreeMarker template', render: 'the program that uses it' };
const terraform = { label: 'a template of Terraform', render: 'terraform show -json > state.json' };
const ytt = { label: 'a ytt template', render: 'ytt -f FILE > rendered.yaml' };
const cue = { label: 'a CUE program', render: 'cue export FILE > rendered.json' };
const dhall = { label: 'a Dhall program', render: 'dhall-to-json --file FILE > rendered.json' };
const pkl = { label: 'a Pkl program', render: 'pkl eval -f json FILE > rendered.json' };
const kustomize = { label: 'a Kustomize file', render: 'kustomize build FOLDER > rendered.yaml' };

/** Languages of templates by extension. Those of `programs` are no templates of the format of the inner extension. */
const templates: Readonly<Record<string, TemplateLanguage>> = {
  '.j2': jinja,
  '.jinja': jinja,
  '.jinja2': jinja,
  '.tpl': helm,
  '.gotmpl': gomplate,
  '.tmpl': gomplate,
  '.erb': erb,
  '.mustache': mustache,
  '.hbs': mustache,
  '.handlebars': mustache,
  '.ftl': freemarker,
  '.tftpl': terraform,
};

const programs: Readonly<Record<string, TemplateLanguage>> = {
  '.jq': jq,
  '.jsonnet': jsonnet,
  '.libsonnet': jsonnet,
  '.cue': cue,
  '.dhall': dhall,
  '.pkl': pkl,
};

/** Extensions of files that are templates or programs. */
export const templateExtensions: ReadonlySet<string> = new Set([
  ...Object.keys(templates),
  ...Object.keys(programs),
]);

/** The language of a file that has to be rendered before import can read it; undefined if it is no template. */
export function templateOf({ file, text }: Pick<FoundFile, 'file' | 'text'>): TemplateLanguage | undefined {
  const extension = path.posix.extname(file).toLowerCase();
  const program = programs[extension];
  if (program) return program;
  if (/^kind:\s*Kustomization\b/m.test(text)) return kustomize;
  if (/\.tf\.json$/i.test(file) && text.includes('${')) return terraform;
  // `templatefile` of Terraform reads files with the extension of Helm as well.
  const byName = extension === '.tpl' && !text.includes('{{') ? terraform : templates[extension];
  if (byName)
    return hasExpressions(text) || isConditional(text) ? (syntaxOf({ file, text }) ?? byName) : undefined;
  const isOther = extension === '.properties' ? control.test(text) : isConditional(text);
  return isOther ? syntaxOf({ file, text }) : undefined;
}

/** The language by the syntax of the expressions in a text; undefined if there are none. */
function syntaxOf({ file, text }: Pick<FoundFile, 'file' | 'text'>): TemplateLanguage | undefined {
  if (/<%[-=]?/.test(text)) return erb;
  if (/\{%-?\s/.test(text)) return jinja;
  if (
    /\{\{-?\s*(?:\/\*|include\b)|\{\{[^{}]{0,200}\.(?:Values|Release|Chart|Capabilities|Files)\b/.test(text)
  )
    return helm;
  if (/#@ /.test(text)) return ytt;
  if (/\{\{[^{}]{0,200}\.Env\b|\{\{-?\s*\(?(?:ds|datasource|getenv|env\.)/.test(text)) return gomplate;
  const isYaml = /\.ya?ml$/i.test(file);
  if (/\{\{-?\s*(?:(?:if|range|with|end|define|template|block)\b|\.[A-Z])/.test(text))
    return isYaml || file.endsWith('.tpl') ? helm : gomplate;
  if (!isYaml && /:\s*(?:env\.|\$ENV\.|\$[a-z]\w*\s*[,}\n])/.test(text)) return jq;
  if (/\{\{/.test(text)) return jinja;
  return /%\{\s*(?:if|for)\b/.test(text) ? terraform : undefined;
}

/** The language of a text that is no valid JSON or YAML because of expressions outside of strings. */
export function syntaxOutsideStrings({ file, text }: Pick<FoundFile, 'file' | 'text'>) {
  return syntaxOf({ file, text: text.replace(/"(?:[^"\\]|\\.)*"?/gs, '""') });
}

/** Whether there is any expression of a template language. */
function hasExpressions(text: string): boolean {
  return /\{\{|\{%|<%|\$\{|%\{|<#|#@ /.test(text);
}

/**
 * Whether a text is no document in its own format before it is rendered: it has lines of control flow, or an expression
 * where a value without quotes begins.
 */
function isConditional(text: string): boolean {
  return control.test(text) || bare.test(text);
}

const control =
  /^[ \t]*(?:\{%|<%|\{\{-?[ \t]*(?:\/\*|if\b|range\b|with\b|end\b|else\b|define\b|include\b|template\b|block\b|toYaml\b|\$))/m;
const bare = /^[ \t]*(?:- )?["']?[\w.${}-]+["']?[ \t]*:[ \t]*\{\{/m;
