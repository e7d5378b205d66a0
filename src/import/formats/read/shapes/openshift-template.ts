import { saysSecret } from '../../../../model/redaction/secret-key-name.ts';
import { markedVariable } from '../variable-mark.ts';
import { type DataShape, isMap, type Members, textOf } from './data-shape.ts';

/** An OpenShift `Template`: its objects, with parameters as variables. */
export const openshiftTemplate: DataShape = {
  form: 'OpenShift template',
  find: (value, path, search) => {
    const { kind, objects } = value;
    if (kind !== 'Template' || !Array.isArray(objects)) return undefined;
    return search(withVariables(objects, namesOf(value), ''), [...path, 'objects']);
  },
};

/** The parameters of a template that have a value, by name; those that OpenShift generates have none. */
export function openshiftParameters({ kind, parameters }: Members): readonly [string, unknown][] {
  if (kind !== 'Template' || !Array.isArray(parameters)) return [];
  return parameters.flatMap((one): [string, unknown][] => {
    const name = isMap(one) ? textOf(one['name']) : undefined;
    return isMap(one) && name !== undefined && 'value' in one ? [[name, one['value']]] : [];
  });
}

function namesOf({ parameters }: Members): ReadonlySet<string> {
  const list = Array.isArray(parameters) ? parameters : [];
  return new Set(list.flatMap((one) => (isMap(one) ? [textOf(one['name']) ?? ''] : [])));
}

/** Replaces `${NAME}` and `${{NAME}}` of declared parameters; other text, such as `${topic}`, stays. */
function withVariables(value: unknown, names: ReadonlySet<string>, key: string): unknown {
  if (typeof value === 'string') {
    const scope = saysSecret(key) ? 'env' : 'var';
    return value.replace(/\$\{\{(\w+)\}\}|\$\{(\w+)\}/g, (written, doubled: string | undefined, plain) => {
      const name = doubled ?? String(plain);
      return names.has(name) ? markedVariable(scope, name) : written;
    });
  }
  if (Array.isArray(value)) return value.map((one) => withVariables(one, names, key));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, withVariables(one, names, name)]),
  );
}
