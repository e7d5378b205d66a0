import { describe, expect, it } from 'vitest';
import { childEnvironment } from '../../src/record/child-environment.ts';

const proxy = 'http://127.0.0.1:4000';

describe('the environment of a recorded command', () => {
  it('keeps all variables but those of proxies, which lead to the recorder for localhost too', () => {
    const before = new Map([
      ['PATH', '/bin'],
      ['http_proxy', 'http://corporate:3128'],
      ['no_proxy', 'localhost,127.0.0.1'],
    ]);
    expect(childEnvironment(before, { proxy })).toMatchObject({
      PATH: '/bin',
      http_proxy: proxy,
      HTTP_PROXY: proxy,
      https_proxy: proxy,
      HTTPS_PROXY: proxy,
      all_proxy: proxy,
      ALL_PROXY: proxy,
      no_proxy: '',
      NO_PROXY: '',
      NODE_USE_ENV_PROXY: '1',
    });
  });

  it('adds the proxy to the options of Java', () => {
    const { JAVA_TOOL_OPTIONS: options } = childEnvironment(new Map([['JAVA_TOOL_OPTIONS', '-Xmx1g']]), {
      proxy,
    });
    expect(options).toBe(
      '-Xmx1g -Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=4000 -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=4000 ' +
        '-Dhttp.nonProxyHosts=',
    );
  });

  it('names the certificates only where HTTPS is recorded', () => {
    expect(childEnvironment(new Map(), { proxy })).not.toHaveProperty('SSL_CERT_FILE');
    expect(childEnvironment(new Map(), { proxy, certificates: '/tmp/ca.pem' })).toMatchObject({
      SSL_CERT_FILE: '/tmp/ca.pem',
      CURL_CA_BUNDLE: '/tmp/ca.pem',
      REQUESTS_CA_BUNDLE: '/tmp/ca.pem',
      NODE_EXTRA_CA_CERTS: '/tmp/ca.pem',
    });
  });
});
