import { type Canary, findLeaks, inEveryForm, plainCanary } from './canaries.ts';

/** How a text of a worker quotes a secret that connect-sync has never seen; `tag` is harmless and may show. */
export const quotations: Readonly<Record<string, (tag: string, secret: string) => string>> = {
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
};

/**
 * Plants secrets in every text that a worker sends, and remembers where: each text quotes one in every form, a line
 * each, and every place has its own.
 */
export class Planter {
  readonly #texts = new Map<string, string>();
  readonly #canaries: Canary[] = [];

  /** The text for one place; the same place has the same text every time. */
  textFor(place: string): string {
    const known = this.#texts.get(place);
    if (known !== undefined) return known;
    const forms = Object.entries(quotations);
    // Of some texts only the first line is shown: each place begins with another form.
    const first = this.#texts.size % forms.length;
    const lines = [...forms.slice(first), ...forms.slice(0, first)].map(([form, quote]) => {
      const planted = plainCanary(`${place} ${form}`);
      this.#canaries.push(planted);
      return quote(tagOf(place), planted.secret);
    });
    this.#texts.set(place, lines.join('\n'));
    return lines.join('\n');
  }

  /** What of the secrets shows in an output. */
  leaksIn(output: string): string[] {
    return inEveryForm('Canary').some((form) => output.includes(form))
      ? findLeaks(output, this.#canaries)
      : [];
  }

  /** The places whose harmless part shows in an output. */
  placesIn(output: string): string[] {
    return [...this.#texts.keys()].filter((place) => output.includes(tagOf(place)));
  }
}

function tagOf(place: string): string {
  return `Says${place.replaceAll(/[^a-z0-9]/gi, '')}`;
}
