import { saysSecret } from '../../../../model/redaction/secret-key-name.ts';
import { markedVariable } from '../variable-mark.ts';
import { isMap, type Members } from './data-shape.ts';
import { UnknownValue } from './unknown-value.ts';

/**
 * A part of a CloudFormation template with its intrinsic functions: parameters become variables, and what only AWS knows
 * becomes an unknown value.
 */
export function cloudFormationValues(value: unknown, resources: Members, key = ''): unknown {
  if (!isMap(value)) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first && /^(?:Ref|Condition|Fn::\w+)$/.test(first[0]))
    return intrinsic(first[0], first[1], { resources, key });
  return Object.fromEntries(entries.map(([name, one]) => [name, cloudFormationValues(one, resources, name)]));
}

/** The parameters of a template that have a default, by the names of their variables. */
export function cloudFormationParameters({ Parameters: parameters }: Members): readonly [string, unknown][] {
  if (!isMap(parameters)) return [];
  return Object.entries(parameters).flatMap(([name, one]): [string, unknown][] =>
    isMap(one) && 'Default' in one ? [[name, one['Default']]] : [],
  );
}

interface Place {
  readonly resources: Members;
  readonly key: string;
}

function intrinsic(name: string, argument: unknown, place: Place): unknown {
  if (name === 'Ref' && typeof argument === 'string') return parameter(argument, place);
  if (name === 'Fn::Sub' && typeof argument === 'string') return substituted(argument, place);
  return unknown(name);
}

function parameter(name: string, { resources, key }: Place): unknown {
  if (name in resources) return unknown(`Ref to the resource ${name}`);
  return markedVariable(saysSecret(key) ? 'env' : 'var', name.replace(/\W+/g, '_'));
}

/** `${Name}` is a parameter, `${Resource.Attribute}` is known to AWS only, and `${!Text}` is the text `${Text}`. */
function substituted(text: string, place: Place): unknown {
  let isKnown = true;
  const result = text.replace(/\$\{(!?)([\w:.]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    const value = name.includes('.') ? undefined : parameter(name, place);
    isKnown &&= typeof value === 'string';
    return String(value);
  });
  return isKnown ? result : unknown('Fn::Sub with an attribute of a resource');
}

function unknown(uses: string): UnknownValue {
  return new UnknownValue(uses, 'aws kafkaconnect describe-connector --connector-arn ARN');
}
