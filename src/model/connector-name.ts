declare const brand: unique symbol;

/**
 * A name that every worker version can reach through a URL. A worker accepts nearly any text, but names with
 * `/ % \ ; { }` are then unreachable or reach another connector (Connect REST contract 9).
 */
export type ConnectorName = string & { readonly [brand]: 'ConnectorName' };

const allowed = /^[A-Za-z0-9._-]+$/;

/** Whether a text may be a connector's name in a file; live connectors of other names are left alone. */
export function isConnectorName(text: string): text is ConnectorName {
  return allowed.test(text) && text !== '.' && text !== '..';
}
