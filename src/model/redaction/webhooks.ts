import type { Span } from '../span.ts';
import { isReference } from './covered-reference.ts';
import { looksRandom, pairs } from './secret-form.ts';

/**
 * The secret part of the addresses at which services take messages from everybody who knows them. The hosts are those
 * of the services' own pages; a long path below `/hooks/` or `/webhooks/` of any other host counts too.
 */
export function findWebhooks(covered: string): readonly Span[] {
  return [...knownHosts(covered), ...telegramBots(covered), ...anyHost(covered)];
}

const knownHosts = pairs(
  /(?:hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/|discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/|webhook\.office\.com\/webhookb?2?\/|outlook\.office(?:365)?\.com\/webhook\/|events(?:\.eu)?\.pagerduty\.com\/(?:integration|generic|x-ere)\/|\.datadoghq\.(?:com|eu)\/(?:api\/)?v\d\/input\/|hooks\.zapier\.com\/hooks\/|maker\.ifttt\.com\/|alert\.victorops\.com\/integrations\/|\.sumologic\.com\/receiver\/v\d\/http\/|\.loggly\.com\/(?:inputs|bulk)\/|webexapis\.com\/v\d\/webhooks\/incoming\/|open\.(?:feishu\.cn|larksuite\.com)\/open-apis\/bot\/v\d\/hook\/|hc-ping\.com\/|hook\.(?:[\w-]+\.)?(?:make|integromat)\.com\/|infura\.io\/v3\/|\.alchemy(?:api)?\.(?:com|io)\/v\d\/|hooks\.airtable\.com\/workflows\/|chat\.googleapis\.com\/v\d\/)(?<secret>[^\s"'<>,;|)]+)/dgi,
  (_name, path) => !path.split('/').every((segment) => segment === '' || isReference(segment)),
);

const telegramBots = pairs(/api\.telegram\.org\/(?:file\/)?bot(?<secret>[^\s"'<>,;|)/?]+)/dgi);

const anyHost = pairs(/\/(?:web-?)?hooks?\/(?<secret>[\w-][^\s"'<>,;|)?#]*)/dgi, (_name, path) =>
  path.split('/').some((segment) => segment.length >= 16 && looksRandom(segment)),
);
