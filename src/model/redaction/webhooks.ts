import type { Span } from '../span.ts';
import { isReference } from './covered-reference.ts';
import { looksRandom, pairs } from './secret-form.ts';

/**
 * The secret part of the addresses at which services take messages from everybody who knows them. The hosts are those
 * of the services' own pages; a long path below `/hooks/` or `/webhooks/` of any other host counts too.
 */
export function findWebhooks(covered: string): readonly Span[] {
  const known = knownHosts.flatMap(({ sign, find }) => (covered.includes(sign) ? find(covered) : []));
  return [...known, ...anyHost(covered)];
}

/** By a part of the host: the rest of the address after what the pattern matches. */
const knownHosts = [
  address(
    'slack',
    /hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/(?<secret>[^\s"'<>,;|)]+)/dg,
  ),
  address('discord', /discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address(
    'office',
    /(?:webhook\.office|outlook\.office(?:365)?)\.com\/webhookb?2?\/(?<secret>[^\s"'<>,;|)]+)/dg,
  ),
  address(
    'pagerduty',
    /events(?:\.eu)?\.pagerduty\.com\/(?:integration|generic|x-ere)\/(?<secret>[^\s"'<>,;|)]+)/dg,
  ),
  address('telegram', /api\.telegram\.org\/(?:file\/)?bot(?<secret>[^\s"'<>,;|)/?]+)/dg),
  address('datadoghq', /\.datadoghq\.(?:com|eu)\/(?:api\/)?v\d\/input\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address('zapier', /hooks\.zapier\.com\/hooks\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address('ifttt', /maker\.ifttt\.com\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address('victorops', /alert\.victorops\.com\/integrations\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address('sumologic', /\.sumologic\.com\/receiver\/v\d\/http\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address('loggly', /\.loggly\.com\/(?:inputs|bulk)\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address('webexapis', /webexapis\.com\/v\d\/webhooks\/incoming\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address(
    'open-apis',
    /open\.(?:feishu\.cn|larksuite\.com)\/open-apis\/bot\/v\d\/hook\/(?<secret>[^\s"'<>,;|)]+)/dg,
  ),
  address('hc-ping', /hc-ping\.com\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address('hook.', /hook\.(?:[\w-]+\.)?(?:make|integromat)\.com\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address('infura', /infura\.io\/v\d\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address('alchemy', /\.alchemy(?:api)?\.(?:com|io)\/v\d\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address('airtable', /hooks\.airtable\.com\/workflows\/(?<secret>[^\s"'<>,;|)]+)/dg),
];

function address(sign: string, pattern: RegExp) {
  const isSecret = (_name: string, path: string) =>
    !path.split('/').every((segment) => segment === '' || isReference(segment));
  return { sign, find: pairs(pattern, isSecret) };
}

const anyHost = pairs(/\/(?:web-?)?hooks?\/(?<secret>[\w-][^\s"'<>,;|)?#]*)/dgi, (_name, path) =>
  path.split('/').some((segment) => segment.length >= 16 && looksRandom(segment)),
);
