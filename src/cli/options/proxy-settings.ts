import type { ProxySettings } from '../../model/proxy-settings.ts';

/** The proxy variables, as curl and others read them: lower case wins. */
export function proxySettings(environment: ReadonlyMap<string, string>): ProxySettings {
  const read = (name: string) => environment.get(name) || environment.get(name.toUpperCase()) || undefined;
  return { http: read('http_proxy'), https: read('https_proxy'), except: read('no_proxy') };
}
