import { describe, expect, it } from 'vitest';
import { foundIn } from '../../../support/found-in.ts';

const x = { 'connector.class': 'X' };
const found = { configs: { a: x }, skipped: [], notRead: [] };

describe('connectors in data', () => {
  it.each([
    ['Helm values, by key', { connect: { connectors: { a: { enabled: 'true', config: x } } } }],
    ['Helm values, as a list', { connect: { connectors: [{ name: 'a', config: x }] } }],
    ['Helm values without a config of their own', { kafkaConnect: { connectors: { a: x } } }],
    ['variables of Ansible', { a: { config: { ...x, name: 'a' } } }],
    ['variables of Ansible with a name', { connect: { b: { connector_name: 'a', config: x } } }],
    ['an object with metadata', { spec: { metadata: { name: 'a' }, config: x } }],
    [
      'a playbook',
      [
        {
          hosts: 'all',
          tasks: [
            { name: 'create', uri: { url: 'http://c:8083/connectors', body: { name: 'a', config: x } } },
          ],
        },
      ],
    ],
    [
      'a playbook with the name in the URL',
      [{ tasks: [{ uri: { url: 'http://c/connectors/a/config', method: 'PUT', body: x } }] }],
    ],
    [
      'a loop of a playbook',
      [
        {
          tasks: [
            {
              uri: { url: 'http://c/connectors/{{ item.name }}/config', body: '{{ item.config }}' },
              loop: [{ name: 'a', config: x }],
            },
          ],
        },
      ],
    ],
    [
      'connectors beside their tasks',
      { a: { info: { name: 'a', config: x, tasks: [{ connector: 'a', task: 0 }] } } },
    ],
    [
      'configs of tasks',
      [
        { name: 'a', config: x },
        { id: { connector: 'a', task: 0 }, config: { ...x, 'task.class': 'Y' } },
      ],
    ],
    ['a deep member', { a1: { b: { c: [[{ d: { connectors: { a: { config: x } } } }]] } } }],
  ])('are found in %s', (_, data) => {
    expect(foundIn('values.json', JSON.stringify(data))).toMatchObject(found);
    expect(foundIn('values.yaml', JSON.stringify(data))).toMatchObject(found);
  });

  it.each([
    ['Confluent Cloud', { name: 'a', config_nonsensitive: x, config_sensitive: {} }],
    [
      'Confluent Cloud, by id',
      { 'lcc-1': { id: { id: 'lcc-1' }, info: { name: 'a', config: { name: 'a', ...x } }, status: {} } },
    ],
    ['Confluent Cloud, in the config', { config_nonsensitive: { name: 'a', ...x } }],
    [
      'Amazon MSK Connect',
      { connectorName: 'a', connectorArn: 'arn:x', connectorConfiguration: x, capacity: {} },
    ],
    [
      'CloudFormation',
      {
        Resources: {
          C: {
            Type: 'AWS::KafkaConnect::Connector',
            Properties: { ConnectorName: 'a', ConnectorConfiguration: x },
          },
          B: { Type: 'AWS::S3::Bucket' },
        },
      },
    ],
  ])('of %s have a warning', (_, data) => {
    expect(foundIn('service.json', JSON.stringify(data))).toMatchObject({
      ...found,
      codes: ['import-managed-service'],
    });
  });

  it('of Confluent Cloud keep what is sensitive secret, and their state', () => {
    const data = { name: 'a', status: 'PAUSED', config_nonsensitive: x, config_sensitive: { field: 's' } };
    expect(foundIn('a.json', JSON.stringify(data))).toMatchObject({
      configs: { a: { ...x, field: 's' } },
      secretKeys: ['field'],
      states: ['paused'],
    });
  });

  it('of CloudFormation have parameters as variables, and are skipped if AWS knows a value', () => {
    const text = `
Parameters:
  Host: { Type: String, Default: db }
  Secret: { Type: String, NoEcho: true }
Resources:
  Bucket: { Type: "AWS::S3::Bucket" }
  One:
    Type: AWS::KafkaConnect::Connector
    Properties:
      ConnectorName: one
      ConnectorConfiguration:
        connector.class: X
        host: !Ref Host
        url: !Sub "jdbc://\${Host}/\${!topic}"
        password: { Ref: Secret }
  Two:
    Type: AWS::KafkaConnect::Connector
    Properties: { ConnectorName: two, ConnectorConfiguration: { connector.class: X, bucket: !GetAtt Bucket.Arn } }
  Three:
    Type: AWS::KafkaConnect::Connector
    Properties: { ConnectorName: three, ConnectorConfiguration: { connector.class: X, a: !Join [",", [a]] } }
  Four:
    Type: AWS::KafkaConnect::Connector
    Properties: { ConnectorName: four, ConnectorConfiguration: { connector.class: X, bucket: !Ref Bucket } }
`;
    expect(foundIn('stack.yaml', text)).toMatchObject({
      configs: {
        one: { ...x, host: '${var.Host}', url: 'jdbc://${var.Host}/${topic}', password: '${env.Secret}' },
      },
      skipped: [
        'skipped "two": "bucket" uses Fn::GetAtt, which import cannot evaluate',
        'skipped "three": "a" uses Fn::Join, which import cannot evaluate',
        'skipped "four": "bucket" uses Ref to the resource Bucket, which import cannot evaluate',
      ],
      variables: { Host: 'db' },
    });
  });

  it('of an OpenShift template have its parameters as variables', () => {
    const text = `kind: Template
objects:
  - kind: KafkaConnector
    apiVersion: kafka.strimzi.io/v1beta2
    metadata: { name: "orders-\${ENV}" }
    spec:
      class: X
      tasksMax: \${{TASKS}}
      config: { host: "\${HOST}:1", password: "\${PW}", format: "\${topic}" }
parameters:
  - { name: TASKS, value: "2" }
  - { name: ENV, value: dev }
  - { name: HOST }
  - { name: PW, generate: expression, from: "[a-z]{8}" }
`;
    expect(foundIn('template.yaml', text)).toMatchObject({
      configs: {
        'orders-${var.ENV}': {
          ...x,
          'tasks.max': '${var.TASKS}',
          host: '${var.HOST}:1',
          password: '${env.PW}',
          format: '${topic}',
        },
      },
      variables: { TASKS: '2', ENV: 'dev' },
    });
  });

  it('encrypted by Ansible become masks, and no secrets', () => {
    const text =
      'a:\n  config:\n    connector.class: X\n    password: !vault |\n      $ANSIBLE_VAULT;1.1;AES256\n      6162\n';
    expect(foundIn('vars.yml', text).configs).toEqual({ a: { ...x, password: '********' } });
  });
});

const json = JSON.stringify({ name: 'a', config: x });

describe('connectors in strings of data', () => {
  it.each([
    [
      'a Compose file',
      `services:\n  init:\n    command:\n      - bash\n      - -c\n      - |\n        sleep 1\n        curl -X POST http://c:8083/connectors -d '${json}'\n`,
      8,
    ],
    [
      'a Compose file with one string',
      `services:\n  init:\n    command: "curl -X POST http://c:8083/connectors -d '${json.replaceAll('"', '\\"')}'"\n`,
      3,
    ],
    ['a ConfigMap with JSON', `kind: ConfigMap\ndata:\n  b.json: |\n    ${json}\n`, 4],
    [
      'a ConfigMap with properties',
      'kind: ConfigMap\ndata:\n  b.properties: |\n    # a sink\n    name=a\n    connector.class=X\n',
      4,
    ],
    [
      'a ConfigMap with a script',
      `kind: ConfigMap\ndata:\n  deploy.sh: |\n    set -e\n    curl -X POST c:8083/connectors -d '${json}'\n`,
      5,
    ],
    [
      'a ConfigMap with YAML',
      'kind: ConfigMap\ndata:\n  b.yaml: |\n    name: a\n    config:\n      connector.class: X\n',
      4,
    ],
    [
      'a job',
      `spec:\n  containers:\n    - args: ["-c", "curl -X POST c:8083/connectors -d '${json.replaceAll('"', '\\"')}'"]\n`,
      3,
    ],
    ['a JSON string', JSON.stringify({ name: 'a', config: JSON.stringify(x) }), 1],
    ['JSON in JSON in JSON', JSON.stringify({ body: JSON.stringify({ payload: json }) }), 1],
    [
      'a collection of Postman',
      JSON.stringify({
        item: [
          {
            name: 'put',
            request: {
              method: 'PUT',
              url: { raw: '{{host}}/connectors/a/config' },
              body: { mode: 'raw', raw: JSON.stringify(x) },
            },
          },
        ],
      }),
      1,
    ],
    [
      'an export of Insomnia',
      JSON.stringify({
        resources: [
          { _type: 'request', url: 'http://c/connectors/a/config', body: { text: JSON.stringify(x) } },
        ],
      }),
      1,
    ],
  ])('are found in %s', (_, text, line) => {
    expect(foundIn('file.yaml', text)).toMatchObject({ ...found, lines: [line] });
    if (text.startsWith('{')) expect(foundIn('file.json', text)).toMatchObject({ ...found, lines: [line] });
  });

  it('are named by the key above, or by the file that the key names', () => {
    expect(
      Object.keys(foundIn('c.yaml', `data:\n  orders-sink.json: '${JSON.stringify(x)}'\n`).configs),
    ).toEqual(['orders-sink']);
    expect(Object.keys(foundIn('c.yaml', `connectors:\n  lines: '${JSON.stringify(x)}'\n`).configs)).toEqual([
      'lines',
    ]);
  });

  it('are listed if they cannot be read, and the others are read', () => {
    const text = `data:\n  broken.json: |\n    {"connector.class":\n  jq.json: |\n    {"config": {"connector.class": "X", "a": env.A}}\n  good.json: '${json}'\n  note.txt: "the connector.class: X"\n`;
    expect(foundIn('map.yaml', text)).toMatchObject({
      configs: { a: x },
      notRead: [
        expect.stringMatching(/^map.yaml:\d .*JSON/),
        'map.yaml:5 a jq program: render it, and import its output: jq -n -f FILE > rendered.json',
        expect.stringMatching(/^map.yaml:\d not in a form that import reads/),
      ],
      codes: [],
    });
  });

  it('that Ansible reads from files are listed', () => {
    const text = `- tasks:
    - uri:
        url: "http://user:pw@c:8083/connectors/a/config"
        body: "{{ lookup('file', 'a.json') }}"
    - uri: { url: "http://c:8083/connectors", src: b.json, method: POST }
    - uri: { url: "http://c:8083/other", src: c.json }
`;
    expect(foundIn('play.yml', text).notRead).toEqual([
      "play.yml:3 http://c:8083/connectors/a/config {{ lookup('file', 'a.json') }} Ansible reads the body from a file",
      'play.yml:5 http://c:8083/connectors b.json Ansible reads the body from a file',
    ]);
  });

  it('that Ansible takes from variables of another file are listed', () => {
    const call = (body: string) => `    - uri: { url: "http://c:8083/connectors", method: POST, ${body} }\n`;
    const text = `- vars:
    own: { name: a, config: { connector.class: X } }
  tasks:
${call('body: "{{ own | to_json }}"')}${call('body: "{{ theirs }}"')}${call('body: { name: b, config: "{{ theirs }}" }')}
    - uri: { url: "http://c:8083/connectors/{{ item.name }}/config", body: "{{ item.config }}" }
      loop: "{{ all_connectors }}"
    - uri: { url: "http://c:8083/connectors/{{ item.name }}/config", body: "{{ item.config }}" }
      with_items: "{{ own }}"
`;
    const reason = 'Ansible reads the body from a variable of another file';
    expect(foundIn('play.yml', text)).toMatchObject({
      configs: { a: x },
      notRead: [
        `play.yml:5 http://c:8083/connectors {{ theirs }} ${reason}`,
        `play.yml:6 http://c:8083/connectors {{ theirs }} ${reason}`,
        `play.yml:8 http://c:8083/connectors/{{ item.name }}/config {{ item.config }} ${reason}`,
      ],
    });
  });

  it.each([
    ['with the program', 'command: [curl, -X, PUT, "http://c:8083/connectors/a/config", -d'],
    ['without it', 'args: ["-XPUT", "c:8083/connectors/a/config", "--data"'],
  ])('in the arguments of curl %s have the name in the URL', (_, command) => {
    const config = JSON.stringify({ ...x, file: "it's" });
    expect(
      foundIn('compose.yml', `services:\n  a:\n    ${command}, '${config.replace("'", "''")}']\n`),
    ).toMatchObject({
      configs: { a: { ...x, file: "it's" } },
      notRead: [],
      codes: [],
    });
  });

  it.each([
    [
      'of confluent',
      {
        connector: { name: 'a', status: 'PAUSED' },
        tasks: [],
        configs: [{ config: 'connector.class', value: 'X' }],
      },
      ['paused'],
    ],
    ['of ccloud', { name: 'a', config: [{ config: 'connector.class', value: 'X' }] }, []],
  ])('in the description %s are read', (_, data, states) => {
    expect(foundIn('a.json', JSON.stringify(data))).toMatchObject({ ...found, states });
  });

  it('in strings of a config are values', () => {
    const config = { ...x, script: `{"connector.class": "Y"}` };
    expect(foundIn('a.json', JSON.stringify({ name: 'a', config }))).toMatchObject({
      configs: { a: config },
      notRead: [],
    });
  });
});
