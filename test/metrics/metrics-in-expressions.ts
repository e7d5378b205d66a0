/** The names of metrics that a PromQL expression reads. Every one of ours begins with `connect_sync_`. */
export function metricsIn(expression: string): readonly string[] {
  return expression.match(/\bconnect_sync_\w+/g) ?? [];
}

/** The labels that an expression selects, groups or joins by. */
export function labelsIn(expression: string): readonly string[] {
  const groups = [...expression.matchAll(/\b(?:by|on|group_left) \(([^)]*)\)/g)];
  const selectors = [...expression.matchAll(/\{([^}]*)\}/g)];
  return [
    ...groups.flatMap(([, names = '']) => names.split(',')),
    ...selectors.flatMap(([, matchers = '']) => matchers.match(/\w+(?=\s*[=!]~?)/g) ?? []),
  ]
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
