import type { CollectionTag, ScalarTag } from 'yaml';

/** Tags of CloudFormation, as the functions that they abbreviate, and encrypted values of Ansible. */
export const yamlTags: (ScalarTag | CollectionTag)[] = [
  ...['Ref', 'Condition'].map((name) => scalar(`!${name}`, (text) => ({ [name]: text }))),
  ...'Sub GetAtt ImportValue Base64 GetAZs Transform'
    .split(' ')
    .map((name) => scalar(`!${name}`, (text) => ({ [`Fn::${name}`]: text }))),
  ...'Sub GetAtt Join Select Split FindInMap If Cidr And Or Not Equals'
    .split(' ')
    .map((name) => list(`!${name}`, `Fn::${name}`)),
  // A mask: import makes a variable of it.
  scalar('!vault', () => '********'),
];

function scalar(tag: string, resolve: (text: string) => unknown): ScalarTag {
  return { tag, resolve };
}

/** The arguments are left out: what such a function yields is unknown. */
function list(tag: string, name: string): CollectionTag {
  return { tag, collection: 'seq', resolve: () => ({ [name]: [] }) };
}
