import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { SourceText } from './source-text.ts';

/**
 * The first expression of a template outside of quotes, in a file that does not parse: what the parser reports about its
 * braces would lead to the wrong fix. Undefined if there is none up to the fault, so that it has another reason.
 *
 * @param fault the offset of the fault
 */
export function findTemplate(
  source: SourceText,
  fault: number,
  format: 'yaml' | 'json',
): Diagnostic | undefined {
  const match = (format === 'yaml' ? startInYaml : startInJson).exec(source.text);
  const opening = match?.[1];
  if (!match || opening === undefined) return undefined;
  const start = match.index + match[0].length - opening.length;
  const endOfLine = source.text.indexOf('\n', fault);
  if (endOfLine >= 0 && start > endOfLine) return undefined;
  const place = source.sourceOf({ start, end: start + opening.length });
  return diagnose('template-expression', { form: forms[opening] ?? opening }, { source: place });
}

/** Helm, Jinja and Ansible; ERB. Outside of quotes, none of them is a value of YAML or JSON. */
const startInYaml = /^[^#'"\n]{0,300}?(\{\{|\{%|<%)/m;
const startInJson = /(?:[:,[]|^)[ \t]{0,100}(\{\{|\{%|<%)/m;

const forms: Readonly<Record<string, string>> = { '{{': '{{ … }}', '{%': '{% … %}', '<%': '<% … %>' };
