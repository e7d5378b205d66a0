/** The proxies to go through, as the environment names them (`http_proxy`, `https_proxy`, `no_proxy`). */
export interface ProxySettings {
  /** The proxy for `http:` URLs, and for `https:` ones where `https` is not given. */
  readonly http?: string | undefined;
  readonly https?: string | undefined;
  /** Hosts that are reached directly, separated by commas; `*` for all. */
  readonly except?: string | undefined;
}
