/** One way in which a value that is still to be filled in is written. */
export interface PlaceholderForm {
  /** What writes it so. */
  readonly name: string;
  readonly pattern: RegExp;
  /**
   * `always`: it is the syntax of a template, in a name too. `in-values`: a word that people write for a value to come.
   * `in-secrets`: only in the place of a secret; elsewhere the same text may be meant.
   */
  readonly counts: 'always' | 'in-values' | 'in-secrets';
  /** Its pattern matches a value as a whole. */
  readonly isWhole?: boolean;
  /** In the place of a secret it counts only as all of it: a password may have such characters in it. */
  readonly isWholeSecret?: boolean;
  /** It looks like an element of XML. */
  readonly looksLikeMarkup?: boolean;
  /** Where it is none, given its first group and the key of the value. */
  readonly unless?: (inside: string, key: string) => boolean;
}

/**
 * The fields of a record that sinks put into names of files and folders, as in `{{topic}}-{{partition}}`. In capitals,
 * or under another key, they are names of a template.
 */
function isRecordField(inside: string, key: string): boolean {
  return (
    /^(?:topic|partition|offset|start_offset|end_offset|timestamp|key|utc_date|local_date)$/.test(inside) &&
    /(?:template|prefix|suffix|path|pattern|format|dir|directory|folder|filename|file[._]name)$/i.test(key)
  );
}

/**
 * The forms, those of whole values first. To recognize another one, add a row; if it has no character of the first test
 * in `placeholders`, add one there.
 */
export const placeholderForms: readonly PlaceholderForm[] = [
  {
    name: 'a value in angle brackets',
    pattern: /^\s*<[A-Za-z][\w .:/-]{0,60}>\s*$/g,
    counts: 'always',
    isWhole: true,
  },
  { name: 'printf', pattern: /^\s*%[sd]\s*$/g, counts: 'always', isWhole: true },
  { name: 'Maven', pattern: /^\s*@[A-Za-z][\w.-]*@\s*$/g, counts: 'always', isWhole: true },
  {
    name: 'a word for what is missing',
    pattern: /^\s*(?:x{3,20}|todo|fixme|tbd)\s*$/gi,
    counts: 'always',
    isWhole: true,
  },
  { name: 'Windows', pattern: /^\s*%[A-Z_][A-Z0-9_]{1,100}%\s*$/g, counts: 'always', isWhole: true },
  {
    name: 'CloudFormation',
    pattern: /^\s*!(?:Ref|Sub|GetAtt|ImportValue|Join|Select)\s\s{0,5}\S.{0,200}$/gs,
    counts: 'always',
    isWhole: true,
  },
  {
    name: 'an encrypted value of SOPS, Jasypt, Spring or Ansible',
    pattern: /^\s*(?:ENC\[[A-Z0-9_]+,|ENC\(|\{cipher\}|\$ANSIBLE_VAULT;|!vault\b)/g,
    counts: 'always',
    isWhole: true,
  },
  {
    name: 'a reference to a secret store',
    pattern:
      /^\s*(?:vault:[\w/.-]+#[\w.-]+|>>vault:\S+|ref\+[a-z0-9]+:\/\/\S+|(?:op|awssm|awsssm|gcpsm|gsm|azkv|akv|keyvault|secretsmanager|doppler|infisical|berglas|secretref):(?:\/\/)?\S+|@Microsoft\.KeyVault\(.{0,300}\))\s*$/gs,
    counts: 'always',
    isWhole: true,
  },
  {
    name: 'Terraform and others without braces',
    pattern:
      /^\s*(?:env|vars?|local|module|data|secrets?|each|process\.env)\.[A-Za-z_][\w.[\]"'-]{0,200}\s*$/g,
    counts: 'in-secrets',
    isWhole: true,
  },
  {
    name: 'a shell variable in small letters',
    pattern:
      /^\s*(?:\$\{[a-z_]\w{0,100}\}|\$[A-Za-z_]\w{0,50}(?:password|passwd|passphrase|token|pwd)|\$(?:password|passwd|passphrase|secret|token|pwd))\s*$/gi,
    counts: 'in-secrets',
    isWhole: true,
  },
  {
    name: 'a file that a variable gives inline',
    pattern: /^\s*data:[^,]{0,100};base64,\$\{?[A-Za-z_]\w{0,100}\}?\s*$/g,
    counts: 'always',
    isWhole: true,
  },
  {
    name: 'the name of an environment variable',
    pattern:
      /^\s*_?(?:[A-Z][A-Z0-9]*[_-])*(?:PASSWORD|PASSWD|PASS|PWD|PW|SECRET|TOKEN|KEY|APIKEY|KEY_ID|PASSPHRASE|CREDENTIALS|JAAS_CONFIG|USER_INFO)_?\s*$/g,
    counts: 'in-secrets',
    isWhole: true,
  },
  {
    name: 'a row of y',
    pattern: /^\s*(?:y{3,20}|z{3,20}|\.{3}|\?{3})\s*$/gi,
    counts: 'in-secrets',
    isWhole: true,
  },
  {
    name: 'a name in braces',
    pattern: /^\s*\{[A-Z][A-Z0-9_]{2,100}\}\s*$/g,
    counts: 'in-secrets',
    isWhole: true,
  },
  {
    name: 'a word for a value to come',
    pattern:
      /^\s*(?:your[A-Za-z]{0,40}|(?:[\w.-]{0,60}[-_ ])?(?:key|token|password|secret|id|host|user|username|name|url|value|string)[-_ ](?:goes[-_ ])?here|replace[-_ ]?me|fill[-_ ]?(?:me|in|me[-_ ]in)|set[-_ ]me|placeholder|to[-_ ]be[-_ ](?:replaced|defined|set|filled)|(?:insert|enter|put|add|type)[-_ ](?:your|my|the|a)[-_ ][\w -]{1,60}|replace[-_ ]with[-_ ][\w -]{1,40})\s*$/gi,
    counts: 'in-values',
    isWhole: true,
  },
  {
    name: 'a name in angle brackets and capitals',
    pattern: /<[A-Z][A-Z0-9]*[_-][A-Z0-9_-]{1,60}>/g,
    counts: 'always',
    looksLikeMarkup: true,
  },
  {
    name: 'words in angle brackets',
    pattern: /<(?:your|my|insert|enter|put|replace)(?:[-_. ][\w .-]{0,60})?>/gi,
    counts: 'always',
    looksLikeMarkup: true,
  },
  {
    name: 'Mustache, Jinja',
    pattern: /\{\{-?\s*([A-Za-z_][\w.-]*)\s*-?\}\}/g,
    counts: 'always',
    unless: isRecordField,
  },
  {
    name: 'Helm and other templates of Go',
    pattern: /\{\{-?\s*(?:\$?\.(?=[A-Z])|\.(?=[a-z])|\$\w{1,60}\s*(?=[|}]))[^{}]{0,200}\}\}/g,
    counts: 'always',
  },
  {
    name: 'functions of templates',
    pattern:
      /\{\{-?\s*(?:(?:from|fetch)?secret|fromSecret|fromConfigMap|include|template|tpl|required|index|printf|quote|toYaml|env|envvar|env_var|getenv|key|keyOrDefault|lookup|query|vault|hostvars|groups|default|coalesce|b64dec|b64enc|ssm|resolve|op|with|if|range|define)[\s:([](?!\s*\})[^{}]{0,300}(?:\}\}|$)/gi,
    counts: 'always',
  },
  {
    name: 'filters and members of templates',
    pattern: /\{\{-?\s*[A-Za-z_][\w.[\]'"-]*(?:\s*\|[^{}]{0,200}|(?<=["'\w]\])\s*)\}\}/g,
    counts: 'always',
  },
  {
    name: 'statements of Jinja',
    pattern: /\{%-?\s*(?:if|elif|else|endif|for|endfor|set|include|raw|block|macro)\b[^{}]{0,200}%\}/g,
    counts: 'always',
  },
  { name: 'ERB and EJS', pattern: /<%[=-]?[^<>%]{1,200}%>/g, counts: 'always' },
  { name: 'tokens of Azure DevOps and Octopus', pattern: /#\{[A-Za-z_][\w.-]{0,100}\}#/g, counts: 'always' },
  {
    name: 'two underscores on both sides',
    pattern: /(?<![A-Za-z0-9_])__[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*__(?![A-Za-z0-9_])/g,
    counts: 'always',
    isWholeSecret: true,
  },
  {
    name: 'macros of Kubernetes and Azure',
    pattern: /\$\([A-Z][A-Z0-9_]{1,100}\)/g,
    counts: 'always',
    isWholeSecret: true,
  },
  {
    name: 'macros in small letters',
    pattern: /^\s*\$\([A-Za-z_][\w.-]{0,100}\)\s*$/g,
    counts: 'always',
    isWhole: true,
  },
  { name: 'Python', pattern: /%\([A-Za-z_]\w{0,60}\)s/g, counts: 'always', isWholeSecret: true },
  {
    name: 'square brackets',
    pattern: /\[\[\s?[A-Z][A-Z0-9_]{2,60}\s?\]\]/g,
    counts: 'always',
    isWholeSecret: true,
  },
  { name: 'two at signs', pattern: /@@[A-Za-z_][\w.-]{0,60}@@/g, counts: 'always', isWholeSecret: true },
  {
    name: 'Maven, within a text',
    pattern: /@[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+@/g,
    counts: 'always',
    isWholeSecret: true,
  },
  {
    name: 'expressions of Terraform',
    pattern: /\$\{(?:local|module|data|each|aws_\w+|google_\w+|azurerm_\w+|random_\w+)\.[^{}]{1,200}\}/g,
    counts: 'always',
  },
  { name: 'change me', pattern: /\bchange[-_ ]?(?:me|this)(?:\b|_)/gi, counts: 'always' },
  {
    name: 'YOUR_NAME',
    pattern: /(?<![A-Za-z0-9_])YOUR[-_][A-Z0-9]+(?:[-_][A-Z0-9]+)*/g,
    counts: 'in-values',
    isWholeSecret: true,
  },
  {
    name: 'your-name',
    pattern: /(?<![\w.-])your[-_][a-z0-9]+(?:[-_][a-z0-9]+)*/gi,
    counts: 'in-values',
    isWholeSecret: true,
  },
  {
    name: 'REPLACE_ME',
    pattern:
      /(?<![A-Za-z0-9_])(?:REPLACE|INSERT|ENTER|FILL|SET)[-_](?:ME|WITH|YOUR|HERE|THIS|IN)(?:[-_][A-Z0-9]+)*/g,
    counts: 'in-values',
    isWholeSecret: true,
  },
];
