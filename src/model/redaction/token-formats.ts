import type { Span } from '../span.ts';

/**
 * The tokens and keys in a text that are recognized by their beginning alone, whatever they stand in. Takes linear
 * time: no format can begin again within what it has matched in vain.
 */
export function findTokens(text: string): readonly Span[] {
  if (!signs.test(text)) return [];
  return tokenFormats.flatMap((format) =>
    [...text.matchAll(format)].map(({ 0: token, index }) => ({ start: index, end: index + token.length })),
  );
}

/** How a format begins, or what it contains: one search instead of one for each format, since most texts hold none. */
const signs =
  /gh[pousr]_|github_pat_|GR1348941|gl(?:[a-z]{2,5}-|sa_|c_)|xox|xapp-|:AA|[sr]k_|whsec_|shp[acps]|sq0|EAAA|A[KSBC][IC]A|A3[T-]|LTAI|AQVN|AKID|AIza|ya29|GOCSPX|1\/\/0|\dQ~|eyJ|hv[sbr]\.|atlasv1|sha256~|AGE-|sk-|hf_|pplx-|gsk_|npm_|pypi-|rubygems_|dckr_|AKCp|cmVmd|SG\.|xkeysib|key-|dapi|do[opr]_v1|dp\.|dt0|NR[AIJR]|sntry|shippo_|pscale_|PMAK|pul-|pnu_|lin_api|ntn_|AT[AC]TT|figd_|rdme_|tfp_|API-|MII|\/u3|MHcC|MI[GH]|MC4/;

/**
 * After the rules of gitleaks (https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml, read in 2026), those
 * that need no word beside the token. Lengths are lower bounds, since services make tokens longer and texts break
 * off. No library is used: those available read files asynchronously, and not all of their expressions are linear.
 */
export const tokenFormats: readonly RegExp[] = [
  // GitHub, GitLab
  /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{20,}|GR1348941[\w-]{16,})/g,
  /(?<![A-Za-z0-9])gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|imt|oas)-[\w-]{16,}/g,
  // Slack, Telegram
  /(?<![A-Za-z0-9])(?:xox[abeoprs](?:\.xox[bp])?-[\w-]{10,}|xapp-\d-[\w-]{10,}|\d{6,12}:AA[\w-]{30,})/g,
  // Stripe and other shops
  /(?<![A-Za-z0-9])(?:(?:sk|rk)_(?:live|test|prod)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9]{16,}|shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32})/g,
  /(?<![A-Za-z0-9])(?:sq0(?:atp|csp)-[\w-]{20,}|EAAA[\w-]{30,}|shippo_(?:live|test)_[a-f0-9]{32,})/g,
  // AWS, Alibaba, Tencent, Yandex
  /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z0-9]{16}(?![A-Z0-9])/g,
  /(?<![A-Za-z0-9])(?:LTAI[A-Za-z0-9]{16,}|AQVN[\w-]{35,}|AKID[A-Za-z0-9]{32})/g,
  // Google, Microsoft Entra
  /(?<![A-Za-z0-9])(?:AIza[\w-]{30,}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}|1\/\/0[\w-]{30,})/g,
  /(?<![\w~.-])[\w~.]{3}\dQ~[\w~.-]{31,}/g,
  // JWT, signed or encrypted
  /(?<![\w-])eyJ[\w-]{8,}\.(?:eyJ[\w-]{8,}(?:\.[\w-]*)?|[\w-]*\.[\w-]{8,}(?:\.[\w-]*){0,2})/g,
  // HashiCorp, OpenShift, 1Password, age
  /(?<![A-Za-z0-9])(?:hv[sbr]\.[\w-]{20,}|[A-Za-z0-9]{14}\.atlasv1\.[\w-]{30,}|sha256~[\w-]{30,})/g,
  /(?<![A-Za-z0-9])(?:AGE-SECRET-KEY-1[A-Z0-9]{30,}|A3-[A-Z0-9]{6}-[A-Z0-9]{6}[A-Z0-9-]{16,}|ops_eyJ[\w+/=-]{30,})/g,
  // AI services
  /(?<![A-Za-z0-9])(?:sk-(?:ant|proj|svcacct|admin|or)-[\w-]{16,}|sk-[A-Za-z0-9]{32,}|hf_[A-Za-z]{30,}|(?:pplx-|gsk_)[A-Za-z0-9]{32,})/g,
  // Registries of packages and images
  /(?<![A-Za-z0-9])(?:npm_[A-Za-z0-9]{30,}|pypi-AgE[\w-]{30,}|rubygems_[a-f0-9]{30,}|dckr_(?:pat|oat)_[\w-]{20,})/g,
  /(?<![A-Za-z0-9])(?:AKCp|cmVmd)[A-Za-z0-9]{30,}/g,
  // Mail
  /(?<![\w.-])SG\.[\w-]{16,}\.[\w-]{16,}/g,
  /(?<![A-Za-z0-9])(?:xkeysib-[a-f0-9]{32,}[\w-]*|key-[a-f0-9]{32})/g,
  // Databricks, DigitalOcean, Doppler, Dynatrace
  /(?<![A-Za-z0-9])(?:dapi[a-f0-9]{32}|do[opr]_v1_[a-f0-9]{32,}|dp\.(?:pt|st|sa|ct)\.[\w.-]{32,})/g,
  /(?<![\w.-])dt0[a-z]\d\d\.[A-Z0-9]{16,}\.[A-Z0-9]{32,}/g,
  // Grafana, New Relic, Sentry
  /(?<![A-Za-z0-9])(?:glsa_\w{20,}|glc_[A-Za-z0-9+/]{30,}={0,2}|NR(?:AK|II|JS|RA|AA)-[A-Za-z0-9-]{16,}|sntry[su]_[\w+/=-]{30,})/g,
  // PlanetScale, Postman, Pulumi, Prefect, Linear
  /(?<![A-Za-z0-9])(?:pscale_(?:tkn|oauth|pw)_[\w=.-]{30,}|PMAK-[a-f0-9]{24}-[a-f0-9]{30,}|pul-[a-f0-9]{40})/g,
  /(?<![A-Za-z0-9])(?:pnu_[A-Za-z0-9]{36}|lin_api_[A-Za-z0-9]{36,})/g,
  // Notion, Atlassian, Figma, Readme, Typeform, Octopus Deploy
  /(?<![A-Za-z0-9])(?:ntn_\d{10,}[A-Za-z0-9]{30,}|AT[AC]TT3[\w=-]{30,}|figd_[\w-]{30,}|rdme_[a-z0-9]{30,})/g,
  /(?<![A-Za-z0-9])(?:tfp_[\w.=-]{30,}|API-[A-Z0-9]{26})/g,
  // Keys in DER, and Java keystores, in base64
  /(?<![A-Za-z0-9+/])(?:MII[A-Z][A-Za-z0-9+/\\]{40,}={0,2}|\/u3\+7Q[A-Za-z0-9+/]{30,}={0,2})/g,
  /(?<![A-Za-z0-9+/])M(?:HcCAQEE|IGHAgEA|IGTAgEA|IG2AgEA|C4CAQAw)[A-Za-z0-9+/\\]{30,}={0,2}/g,
];
