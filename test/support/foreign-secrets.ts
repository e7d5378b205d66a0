import { type Canary, canary, findLeaks, inEveryForm, plainCanary, spellings } from './canaries.ts';

type Quotation = (tag: string, secret: string) => string;

/** How a text of a worker quotes a secret that connect-sync has never seen; `tag` is harmless and may show. */
export const quotations: Readonly<Record<string, Quotation>> = {
  parameter: (tag, secret) => `${tag} login with password=${secret} failed`,
  userinfo: (tag, secret) => `${tag} cannot reach jdbc:mysql://app:${secret}@db:3306/orders?ssl=true`,
  'userinfo at the start': (tag, secret) => `https://app:${secret}@db:9200/index is not there ${tag}`,
  'folded userinfo': (tag, secret) => `${tag} jdbc:mysql:/app:${secret}@db/orders`,
  'userinfo without a scheme': (tag, secret) => `${tag} tried app:${secret}@db.example.com`,
  query: (tag, secret) => `${tag} GET https://api.example.com/v1?access_token=${secret}&page=2`,
  jaas: (tag, secret) =>
    `${tag}\norg.apache.kafka.common.security.plain.PlainLoginModule required username="app" password="${secret}";`,
  pem: (tag, secret) => `${tag} -----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`,
  json: (tag, secret) => `${tag} refuses {"user":"app","password":"${secret}"}`,
  'JSON that breaks off': (tag, secret) => `${tag} refuses {"user":"app","client_secret":"${secret}`,
  'JSON in JSON': (tag, secret) => `${tag} refuses {\\"user\\":\\"app\\",\\"password\\":\\"${secret}\\"}`,
  xml: (tag, secret) => `${tag} <login><password>${secret}</password></login>`,
  authorization: (tag, secret) => `${tag} sent Authorization: Basic ${secret}`,
  bearer: (tag, secret) => `${tag} sent Bearer ${secret}`,
  header: (tag, secret) => `${tag} sent X-Api-Key: ${secret}`,
  option: (tag, secret) => `${tag} started with --password ${secret} --host db`,
  prose: (tag, secret) => `${tag} the password: ${secret}`,
  quoted: (tag, secret) => `${tag} for user 'app' with password '${secret}'`,
  properties: (tag, secret) => `${tag} {user=app, ssl.key.password = ${secret}}`,
  'GitHub token': (tag, secret) => `${tag} sent ghp_${lettersOf(secret, 36)}`,
  'Slack token': (tag, secret) => `${tag} sent xoxb-123456789012-1234567890123-${lettersOf(secret, 24)}`,
  'MongoDB URL': (tag, secret) => `${tag} cannot reach mongodb://app:${secret}@db.example/orders`,
};

/** The quotations that the rules of a public scanner find (`scan-outputs.ts`). */
export const scannedTokens = ['GitHub token', 'Slack token', 'MongoDB URL'] as const;

/** Letters and digits of a secret, so many; the word of its canary stands in front. */
function lettersOf(secret: string, count: number): string {
  return `${secret.replaceAll(/[^A-Za-z0-9]/g, '')}aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0dF3hJ6kL9`.slice(0, count);
}

/**
 * How a text about a connector with a provider reference quotes what the worker resolved: nothing around it says that
 * it is a secret.
 */
export const bareQuotations: Readonly<Record<string, Quotation>> = {
  prose: (tag, secret) => `${tag} cannot log in with ${secret} as the user`,
  alone: (tag, secret) => `${secret}\n${tag}`,
  'in single quotes': (tag, secret) => `${tag} for input string: '${secret}'`,
  'in double quotes': (tag, secret) => `${tag} for input string: "${secret}"`,
  'in backticks': (tag, secret) => `${tag} no such table: \`${secret}\``,
  'in brackets': (tag, secret) => `${tag} not authorized to access topics: [${secret}]`,
  'in angle brackets': (tag, secret) => `${tag} expected <${secret}>`,
  'Invalid value': (tag, secret) =>
    `Invalid value ${secret} for configuration some.setting: ${secret} is wrong, ${tag}`,
  'Invalid value behind its exception': (tag, secret) =>
    `org.apache.kafka.common.config.ConfigException: Invalid value ${secret} for configuration x: ${tag}`,
  'name of a key': (tag, secret) => `Invalid value x for configuration ${secret}: ${tag}`,
  'printed map': (tag, secret) => `${tag} Map{topic=orders, some.setting=${secret}, user=app}`,
  'printed config': (tag, secret) => `${tag} ConnectorConfig{originals={some.setting=${secret}}}`,
  'config values': (tag, secret) =>
    `${tag} ConnectorConfig values: \n\tconfig.action.reload = restart\n\tsome.setting = ${secret}\n\ttasks.max = 1`,
  'config without a type': (tag, secret) =>
    `Connector config {x=${secret}} contains no connector type ${tag}`,
  'folded URL': (tag, secret) => `${tag} no driver for jdbc:mysql:/app:${secret}@db/orders`,
  'path of a URL': (tag, secret) => `${tag} GET https://db.example/${secret}/x failed`,
  'host of a URL': (tag, secret) => `${tag} unknown host ${secret}`,
  'part of a list': (tag, secret) => `${tag} a,${secret},b`,
  'behind a colon': (tag, secret) => `${tag} app:${secret}`,
  'in front of a host': (tag, secret) => `${tag} ${secret}@db.example`,
  'printed JSON': (tag, secret) => `${tag} {"value":${JSON.stringify(secret)},"n":1}`,
  'JSON in JSON': (tag, secret) => `${tag} "{\\"value\\":\\"${secret}\\"}"`,
  suppressed: (tag, secret) => `${tag}\n\tSuppressed: java.lang.Exception: ${secret}\n\t\tat a.B.c(B.java:1)`,
  'cause of a cause': (tag, secret) =>
    `${tag}\nCaused by: java.io.IOException: ${secret} ${tag}\n\t... 3 more`,
  'no frame': (tag, secret) => `${tag}\n\tat ${secret}(B.java:1)`,
  'broken off': (tag, secret) => `${tag} the value is "${secret.slice(0, secret.length / 2 + 4)}`,
  'wrapped lines': (tag, secret) =>
    `${tag} ${secret.slice(0, secret.length / 2)}\n${secret.slice(secret.length / 2)}`,
  base64: (tag, secret) => `${tag} sent ${Buffer.from(`app:${secret}`).toString('base64')}`,
  ...Object.fromEntries(
    Object.entries(spellings).map(([name, spell]): [string, Quotation] => [
      `spelling: ${name}`,
      (tag, secret) => `${tag} got ${spell(secret)}`,
    ]),
  ),
};

/** Places that hold nothing the worker resolved: they are about itself and its plugins. */
const withoutResolved: ReadonlySet<string> = new Set([
  'version',
  'commit',
  'cluster id',
  'health',
  'plugin version',
  'plugin class',
  'plugin type',
  'key name',
  'key type',
  'documentation',
  'default',
  'group',
  'importance',
  'display name',
  'logger',
  'changed logger',
  'level',
  'forge',
  // A value in a configuration is what the worker was sent.
  'live value',
]);

/** What the worker resolves: `none` of the configurations have provider references, or all of them have. */
export type References = 'none' | 'all';

/**
 * Plants secrets in every text that a worker sends, and remembers where: each text quotes one in every form, a line
 * each, and every place has its own.
 */
export class Planter {
  readonly #texts = new Map<string, string>();
  readonly #tags = new Map<string, string>();
  readonly #canaries: Canary[] = [];
  readonly #references: References;

  constructor(references: References = 'none') {
    this.#references = references;
  }

  /** How many secrets are planted: the forms of each place. */
  get planted(): number {
    return this.#canaries.length;
  }

  /** The text for one place; the same place has the same text every time. */
  textFor(place: string): string {
    const known = this.#texts.get(place);
    if (known !== undefined) return known;
    const isBare = this.#references === 'all' && !withoutResolved.has(place);
    const forms = Object.entries(isBare ? bareQuotations : quotations);
    // Of some texts only the first line is shown: each place begins with another form.
    const first = this.#texts.size % forms.length;
    const tag = this.#tagFor(place);
    const lines = [...forms.slice(first), ...forms.slice(0, first)].map(([form, quote]) => {
      const planted = (isBare ? canary : plainCanary)(`${place} ${form}`);
      this.#canaries.push(planted);
      return quote(tag, planted.secret);
    });
    this.#texts.set(place, lines.join('\n'));
    return lines.join('\n');
  }

  /** A secret alone, for a place that holds one line. */
  secretFor(place: string): string {
    const planted = plainCanary(place);
    if (!this.#canaries.some(({ of }) => of === place)) this.#canaries.push(planted);
    return planted.secret;
  }

  /** What of the secrets shows in an output. */
  leaksIn(output: string): string[] {
    return inEveryForm('Canary').some((form) => output.includes(form))
      ? findLeaks(output, this.#canaries)
      : [];
  }

  /** The places whose harmless part shows in an output. */
  placesIn(output: string): string[] {
    return [...this.#tags].filter(([, tag]) => output.includes(tag)).map(([place]) => place);
  }

  /** An address shows whatever stands around it. Three digits: none is the beginning of another. */
  #tagFor(place: string): string {
    const tag = `10.9.7.${100 + this.#tags.size}`;
    this.#tags.set(place, tag);
    return tag;
  }
}
