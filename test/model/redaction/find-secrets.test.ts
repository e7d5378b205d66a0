import { describe, expect, it } from 'vitest';
import { findSecrets } from '../../../src/model/redaction/find-secrets.ts';

function secretsOf(text: string): string[] {
  return findSecrets(text).spans.map(({ start, end }) => text.slice(start, end));
}

describe('a URL', () => {
  it.each([
    ['http://elastic:pw@es:9200', ['elastic:pw']],
    ['http://u:p@a:9200,http://v:q@b:9200', ['u:p', 'v:q']],
    ['http://a:9200,http://u:p@b:9200', ['u:p']],
    ['https://token@registry:8081', ['token']],
    ['mongodb://debezium:dbz@one:27017,two:27017?replicaSet=rs0', ['debezium:dbz']],
    ['http://user:pa/ss@host/path', ['user:pa/ss']],
    ['http://user:pa#s?s@host', ['user:pa#s?s']],
    ['jdbc:postgresql://db/x?user=me&password=pw&ssl=true', ['pw']],
    ['jdbc:sqlserver://db;user=sa;password={a;b}};c};encrypt=true', ['{a;b}};c}']],
    ['jdbc:db2://db:50000/x:user=me;sslTrustStorePassword=pw;a=b', ['pw']],
    ['jdbc:oracle:thin:scott/tiger@//db:1521/x', ['scott/tiger']],
    ['jdbc:mysql://address=(host=db)(user=me)(password=pw)/x', ['pw)/x']],
    ['couchbase:http://host:11210?bucket=a&password=pw&b=c', ['pw']],
    ['https://account.blob.core.windows.net/x?sv=1&sig=abc%3D', ['abc%3D']],
    ['https://maps.example/api?key=AIza&region=eu', ['AIza']],
    ['https://api.example/x?access_token=tok', ['tok']],
  ])('%s', (text, secrets) => {
    expect(findSecrets(text).form).toBe('url');
    expect(secretsOf(text)).toEqual(secrets);
  });

  it.each([
    'http://es:9200',
    'http://[::1]:8083/a@b',
    'http://host:8080/path@v2',
    'https://host/users/a@b',
    'jdbc:oracle:thin:@db:1521:x',
    'jdbc:mysql://db:3306/x?useSSL=true&verifyServerCertificate=true',
    'abfss://container@account.dfs.core.windows.net/path',
    'PLAINTEXT://broker:9092,SSL://broker:9093',
  ])('without a secret: %s', (text) => {
    expect(secretsOf(text)).toEqual([]);
  });
});

describe('other texts that hold a secret', () => {
  it.each([
    ['org.x.PlainLoginModule required username="u" password="p";', 'p'],
    ['org.x.PlainLoginModule required\n  username="u"\n  password="a\\"b" ;', 'a\\"b'],
    ["org.x.ScramLoginModule required username='u' password='p';", 'p'],
    ['org.x.PlainLoginModule required user_alice="p";', 'p'],
    ['org.x.OAuthBearerLoginModule required clientId="a" clientSecret="p";', 'p'],
    ['Endpoint=sb://ns.example/;SharedAccessKeyName=n;SharedAccessKey=abc=;EntityPath=e', 'abc='],
    ['DefaultEndpointsProtocol=https;AccountName=n;AccountKey=abc==;EndpointSuffix=s', 'abc=='],
    ['host=db user=me password=pw', 'pw'],
    ['{"host":"db","password":"p\\"w"}', 'p\\"w'],
    ['{"url":"http://u:p@host"}', 'u:p'],
    ['Accept: */*|Authorization: Bearer abc.def', 'abc.def'],
    ['Authorization:Basic dTpw', 'dTpw'],
  ])('%s', (text, secret) => {
    expect(findSecrets(text).form).not.toBe('url');
    expect(secretsOf(text)).toEqual([secret]);
  });

  it.each([
    '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----',
    '{"type":"service_account","private_key":"-----BEGIN PRIVATE KEY-----\\nMIIE"}',
    'LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0t',
    'data:text/plain;base64,AAAA',
    'org.x.PlainLoginModule required username="u" password="never closed',
  ])('of which nothing is to be seen: %s', (text) => {
    expect(secretsOf(text)).toEqual([text]);
  });
});

describe('a provider reference', () => {
  it.each([
    'mongodb://me:${file:/secrets/db.properties:password}@host/db',
    'https://${vault:secret/x:user}:${vault:secret/x:password}@host',
    'jdbc:postgresql://db/x?user=me&password=${file:/secrets:pw}',
    'org.x.PlainLoginModule required username="me" password="${file:/secrets.properties:KEY}";',
    'org.x.PlainLoginModule required username="me" password="$${file:/secrets.properties:KEY}";',
    'Authorization: Bearer ${file:/secrets:token}',
  ])('in the place of a secret holds none: %s', (text) => {
    expect(findSecrets(text)).toMatchObject({ spans: [], refersToSecrets: true });
  });

  it.each([
    'http://u:${DB_PASSWORD:-hunter2}@host',
    'http://u:prefix-${file:/x:y}@host',
    'http://u:\ue000@host',
  ])('is not what looks like one: %s', (text) => {
    expect(secretsOf(text)).toHaveLength(1);
  });
});

describe('a provider reference that holds a secret itself', () => {
  it.each([
    '${env:NAME:-default}',
    '${env.TOKEN:-default}',
    '${DB_PASSWORD:-default}',
    '${DB_PASSWORD-default}',
    '${vault:secret/x?token=abc:password}',
    '${secretManager:projects/p/secrets/s?token=abc}',
    '${vault:https://user:pw@vault.example.com/secret:password}',
    '${vault:user:pw@vault.example.com/secret:password}',
    '${file:/x:password=hunter2}',
    `\${vault:ghp_${'a1'.repeat(18)}:password}`,
    '${http:Bearer abcdef:password}',
  ])('is a secret as a whole: %s', (text) => {
    expect(secretsOf(text)).toEqual([text]);
    expect(secretsOf(`https://user:${text}@host/x`)[0]).toContain(text);
  });

  it.each([
    '${file:/secrets/password:token}',
    '${vault:secret/data/app@prod:password}',
    '${secretsmanager:arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf:password}',
    '${vault:kv/path?version=2:password}',
    '${secrets:kafka/my-secret:user@example.com}',
    '${env:DB_PASSWORD}',
    '${directory:/run/secrets:db-password}',
    '${vault:secret/${file:/a:b}:password}',
    '$${file:/secrets:password}',
    '${topic}',
    '${header-name}',
    '${TOPIC:-orders}',
    '${env.TOPIC:-orders}',
    '${vault:secret/x:password',
  ])('and others do not: %s', (text) => {
    expect(secretsOf(text)).toEqual([]);
  });
});

/** Pieces that make an expression go back and forth, if it can. */
const hostilePieces = [
  'password=',
  '://a',
  '://a:b',
  '://a:b/',
  ':/a:b',
  'LoginModule required a="',
  'LoginModule ',
  '"a":',
  '"password":"',
  '\\"a\\":\\"',
  'http://a:b,',
  ';a=',
  ';password={a',
  ' password="a',
  '${a:',
  '<a>b',
  'authorization ',
  'basic a',
  'x-api-key ',
  'cookie:',
  '--a ',
  'password ',
  'password "',
  '.password',
  'a:b@',
  '-eyJaaaaaaaa',
  '-eyJaaaaaaaa.aaaaaaaa',
  'SG.',
  ' for configuration a',
  'nvalid value ',
  '{"name":"password"',
  '"value":"',
  '\\\\"a',
  '<a name="password" ',
  '<a>&lt;',
  '&lt;a&gt;',
  '<name>password</name>',
  'scott/tiger@',
  'jdbc:oracle:a:b',
  '/hooks/a',
  '${a:${b:',
  '${a:b=c,',
  '${A:-',
  'digest a',
  'password is ',
  ' -p a',
  'x-key:',
  '%3Fa%3D',
  'a.b-c',
  'eyJaaaaaaaa.',
  'gh',
  '-----BEGIN ',
  'data:,',
  '(sensitive',
  ' ',
  'a',
  'A1',
  '\\',
  '{}}',
];

describe('texts made to take long', () => {
  it.each(hostilePieces)('take linear time: %s', (piece) => {
    // Long enough for anything quadratic to take minutes.
    const text = `=${piece.repeat(Math.ceil(400_000 / piece.length))}@`;
    const started = performance.now();
    findSecrets(text);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

describe('everyday values', () => {
  it.each([
    '',
    '42',
    'io.debezium.connector.mysql.MySqlConnector',
    'mysql-debezium-$1',
    '${topic}',
    'kafka-1:9092,kafka-2:9092',
    'SELECT id, password FROM users WHERE id > 5',
    '{"type":"record","name":"token","fields":[{"name":"password","type":"string"}]}',
    '{"properties":{"password":{"type":"keyword"}}}',
    'basic',
    'retrieveMessages=true;sslConnection=true',
  ])('hold no secret: %s', (text) => {
    expect(secretsOf(text)).toEqual([]);
  });

  it('are read also when they are huge and hostile', () => {
    for (const piece of hostilePieces) expect(() => findSecrets(piece.repeat(50_000))).not.toThrow();
  });
});
