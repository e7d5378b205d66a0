import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** What expressions of a workflow may ask about: `github`, `inputs`, `steps`, `runner`, `env` … */
export type Contexts = Readonly<Record<string, unknown>>;

/** A text with its `${{ … }}` filled in, as the runner does, by GitHub's own evaluator. */
export function fillIn(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    evaluate(expression, contexts, 'success').coerceString(),
  );
}

/** Whether a step with this `if` runs; left out, it runs where nothing before it has failed. */
export function holds(
  condition: string | undefined,
  contexts: Contexts,
  job: 'success' | 'failure',
): boolean {
  const expression = (condition ?? 'success()').replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1');
  const asks = /\b(success|failure|always|cancelled)\(\)/.test(expression);
  const whole = asks ? expression : `success() && (${expression})`;
  const value = evaluate(whole, contexts, job);
  return !['', 'false', '0'].includes(value.coerceString());
}

function evaluate(expression: string, contexts: Contexts, job: 'success' | 'failure'): data.ExpressionData {
  const statuses = { success: job === 'success', failure: job === 'failure', always: true, cancelled: false };
  const functions = Object.entries(statuses).map(([name, value]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  }));
  const { tokens } = new Lexer(expression.trim()).lex();
  const tree = new Parser(tokens, Object.keys(contexts), functions).parse();
  const context = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
  return new Evaluator(tree, context, new Map(functions.map((one) => [one.name, one]))).evaluate();
}
