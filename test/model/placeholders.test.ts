import { describe, expect, it } from 'vitest';
import {
  foreignPlaceholders,
  isSecretPlaceholder,
  templatePlaceholders,
  unresolvedPlaceholders,
} from '../../src/model/placeholders.ts';

describe('placeholders that nobody fills in', () => {
  it.each([
    ['<password>', '<password>'],
    ['http://<ES_HOST>:9200', '<ES_HOST>'],
    ['jdbc:db2://<your host>/x', '<your host>'],
    ['{{ registry_url }}', '{{ registry_url }}'],
    ['{{ topic }}', '{{ topic }}'],
    ['{{- .Values.db.port }}', '{{- .Values.db.port }}'],
    ['jdbc:postgresql://{{ .Values.db.host }}:5432/shop', '{{ .Values.db.host }}'],
    ['{{ $.Values.brokers | quote }}', '{{ $.Values.brokers | quote }}'],
    ['{{ $host }}', '{{ $host }}'],
    ['{{ include "shop.name" . }}', '{{ include "shop.name" . }}'],
    ['{{ fromSecret "shop-pg" "PGUSER" }}', '{{ fromSecret "shop-pg" "PGUSER" }}'],
    ["{{ lookup('env', 'DB_HOST') }}", "{{ lookup('env', 'DB_HOST') }}"],
    ['{{ db_port | default(5432) }}', '{{ db_port | default(5432) }}'],
    ['{{ hostvars["db"] }}', '{{ hostvars["db"] }}'],
    ['{% if tls %}https{% endif %}', '{% if tls %}'],
    ['{{resolve:ssm:/shop/host:1}}', '{{resolve:ssm:/shop/host:1}}'],
    ['!Ref DbHost', '!Ref DbHost'],
    ['<%= db_host %>', '<%= db_host %>'],
    ['http://#{ElasticHost}#:9200', '#{ElasticHost}#'],
    ['__DB_HOST__', '__DB_HOST__'],
    ['http://__ELASTIC__:9200', '__ELASTIC__'],
    ['$(DB_HOST)', '$(DB_HOST)'],
    ['jdbc:postgresql://$(DB_HOST)/shop', '$(DB_HOST)'],
    ['$(dbHost)', '$(dbHost)'],
    ['%(db_host)s', '%(db_host)s'],
    ['%DB_HOST%', '%DB_HOST%'],
    ['[[DB_HOST]]', '[[DB_HOST]]'],
    ['@@db.host@@', '@@db.host@@'],
    ['jdbc:mysql://@DB_HOST@:3306/shop', '@DB_HOST@'],
    ['${local.brokers}', '${local.brokers}'],
    ['YOUR_BROKER:9092', 'YOUR_BROKER'],
    ['http://your-host:9200', 'your-host'],
    ['your-api-key-here', 'your-api-key-here'],
    ['API_KEY_HERE', 'API_KEY_HERE'],
    ['REPLACE_ME', 'REPLACE_ME'],
    ['pw-CHANGE_ME', 'CHANGE_ME'],
    ['change-this', 'change-this'],
    ['ENC[AES256_GCM,data:p6Q,iv:3z]', 'ENC[AES256_GCM,'],
    ['vault:secret/data/shop#host', 'vault:secret/data/shop#host'],
    ['op://shop/db/host', 'op://shop/db/host'],
    ['%s', '%s'],
    ['@db.host@', '@db.host@'],
    ['xxxx', 'xxxx'],
    ['todo', 'todo'],
  ])('%s', (text, placeholder) => {
    expect(unresolvedPlaceholders(text)[0]).toBe(placeholder);
  });

  it.each([
    ['<cache name="x">\n</cache>'],
    ['<login><user>app</user><password>x</password></login>'],
    ['MERGE (a)<-[:LIVES_IN]-(b)-[:BOUGHT {order: event.id}]->(c)'],
    ['{{ lowercase($.artist) }}'],
    ["{{ equals($value.artist, 'U2') }}"],
    ["coalesce(event.TRAIN_ID,'<unknown>')"],
    ['changeit'],
    ['a < b and c > d'],
    ['%{TIMESTAMP_ISO8601:logdate}'],
    ['me@example.com'],
    ['x'.repeat(21)],
    ['<logs-{now/d}>'],
    ['__deleted'],
    ['__debezium-heartbeat'],
    ['__consumer_offsets'],
    ['__debezium_unavailable_value'],
    ['$.after.id'],
    ['#{Name.fullName}'],
    ['[[:alpha:]]+'],
    ["select * from logs where line like '%ERROR%'"],
    ['persistent://public/default/{0}'],
    ['track-your-order'],
    ['insert'],
    ['yyyy'],
    ['AUDIT_KEY'],
  ])('and not %s', (text) => {
    expect(unresolvedPlaceholders(text)).toEqual([]);
  });

  it.each([
    ['file.name.template', '{{topic}}-{{partition}}-{{start_offset}}'],
    ['file.name.template', '{{topic}}/{{timestamp:unit=yyyy}}/{{partition:padding=true}}.gz'],
    ['file.name.template', '{{key}}.gz'],
    ['aws.s3.prefix', 'raw/{{ utc_date }}/'],
    ['file.name.prefix', '{{topic}}/'],
  ])('and not the fields of a record in the name of a file: %s %s', (key, text) => {
    expect(unresolvedPlaceholders(text, key)).toEqual([]);
  });

  it('but the placeholder of a template beside such a field is one', () => {
    expect(unresolvedPlaceholders('{{ .Values.root }}/{{topic}}', 'file.name.prefix')).toEqual([
      '{{ .Values.root }}',
    ]);
    expect(unresolvedPlaceholders('{{TOPIC}}', 'file.name.prefix')).toEqual(['{{TOPIC}}']);
  });

  it('in names are those of templates: a connector may be called your-orders', () => {
    expect(templatePlaceholders('your-orders')).toEqual([]);
    expect(templatePlaceholders('orders-{{ .Values.env }}')).toEqual(['{{ .Values.env }}']);
  });
});

describe('what stands in the place of a secret', () => {
  it.each([
    '{{ .Values.db.password }}',
    '{{ fromSecret "shop-pg" "PGPASSWORD"}}',
    '{{resolve:secretsmanager:shop:SecretString:pw}}',
    '<%= password %>',
    '#{DbPassword}#',
    '__DB_PASSWORD__',
    '_ADMIN_PASS_',
    '$(DB_PASSWORD)',
    '$DB_PASSWORD',
    '${DB_PASSWORD}',
    '${db_password}',
    '$password',
    '${{ secrets.DB_PASSWORD }}',
    'var.db_password',
    'YOUR_PASSWORD',
    'yourpassword',
    'your-api-key-here',
    'CHANGEME',
    '<password>',
    'SNOWFLAKE_PRIVATE_KEY',
    'TOKEN',
    'TOKEN-SECRET',
    'yyyy',
    'ENC(Rk9P)',
    'data:text/plain;base64,$keystore_base64',
  ])('is a placeholder: %s', (text) => {
    expect(isSecretPlaceholder(text)).toBe(true);
  });

  it.each([
    'hunter2$ABC',
    'Pa$$w0rd',
    'YourStrong!Passw0rd',
    'changeit',
    '$ecret123',
    'P@SS_WORD@1',
    'ab__CD__ef',
    'k7$(QX)2',
    'k7[[QXM]]2',
    '${file:/secrets:db}',
    '${env.X}',
    'postgres',
    'k7Qx2Mz4R5',
  ])('is none: %s', (text) => {
    expect(isSecretPlaceholder(text)).toBe(false);
  });

  it('may be the name of a variable, which is a value elsewhere', () => {
    expect(unresolvedPlaceholders('SHOP_API_KEY', 'api.key')).toEqual(['SHOP_API_KEY']);
    expect(unresolvedPlaceholders('SHOP_API_KEY', 'topics')).toEqual([]);
  });
});

describe('placeholders of other tools', () => {
  it('are those in capitals; those of connectors are not', () => {
    expect(foreignPlaceholders('${A_B:-x} $C_D ${topic} $1 Field$Value ${file:/a:b} $Value')).toEqual([
      '${A_B}',
      '$C_D',
    ]);
  });

  it.each([
    ['${A:}', []],
    ['${A}', ['${A}']],
    ['${A-$B_C', ['$B_C']],
    ['${A-${B_C}}', ['${A}']],
    ['${A-x} ${B $C_D', ['${A}', '$C_D']],
  ])('that break off hide none behind them: %s', (text, found) => {
    expect(foreignPlaceholders(text)).toEqual(found);
  });

  it.each([
    'select name from V$DATABASE',
    'SYS.V_$SESSION',
    'GV$LOGMNR_CONTENTS',
    'SHOP.MLOG$_ORDERS',
    'com.acme.connect.Route$VALUE',
    'com.acme.connect.Outer$Inner$KEY',
  ])('are not within a name of Oracle or of Java: %s', (text) => {
    expect(foreignPlaceholders(text)).toEqual([]);
  });

  it.each([
    ['customer_$PREFIX', '$PREFIX'],
    ['http://$HOST_NAME:9200', '$HOST_NAME'],
    ['orders$SUFFIX', '$SUFFIX'],
  ])('may follow other text: %s', (text, placeholder) => {
    expect(foreignPlaceholders(text)).toEqual([placeholder]);
  });
});
