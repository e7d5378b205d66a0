import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';

async function importOf(config: Readonly<Record<string, string>>) {
  const folder = projectFolder({
    'old.json': JSON.stringify({ name: 'shop', config: { 'connector.class': 'FileStreamSink', ...config } }),
  });
  const run = (...args: readonly string[]) => runCli(args, { directory: folder.directory });
  const imported = await run('import', '--from', 'old.json', '--secrets', '.env');
  const read = (file: string) => {
    const place = path.join(folder.directory, file);
    return existsSync(place) ? readFileSync(place, 'utf8') : '';
  };
  return { imported, run, secrets: read('.env'), file: read('connectors/shop.yaml') };
}

describe('import of a template', () => {
  it('saves no placeholder as a secret, and says to render the template', async () => {
    const { imported, run, secrets, file } = await importOf({
      'database.hostname': '{{ .Values.db.host }}',
      'database.password': '{{ .Values.db.password }}',
      'connection.url': 'jdbc:postgresql://db/shop?password={{ fromSecret "shop-pg" "PGPASSWORD" }}',
    });
    expect(imported.exitCode, imported.stderr).toBe(0);
    expect(secrets).toBe('');
    expect(file).toContain('{{ .Values.db.password }}');
    expect(file).not.toContain('${env.');
    expect(imported.stderr).toMatch(/warning\[import-placeholder\]: .*"database\.hostname".*placeholders/);
    expect(imported.stderr).toContain('render it first');
    const { stderr } = await run('validate');
    expect(stderr.match(/warning\[unresolved-placeholder\]/g)).toHaveLength(3);
  });

  it('keeps a real secret beside a placeholder out of the file', async () => {
    const { secrets, file } = await importOf({
      'connection.url': 'jdbc:postgresql://{{ .Values.db.host }}/shop?password=k7Qx2Mz4',
    });
    expect(secrets).toContain('k7Qx2Mz4');
    expect(file).toContain('//{{ .Values.db.host }}/shop?password=${env.SHOP_CONNECTION_URL}');
  });
});

describe('import of placeholders with a default', () => {
  it.each(['${DB_PASSWORD:-k7Qx2Mz4}', '${DB_PASSWORD-k7Qx2Mz4}', "{{ db_password | default('k7Qx2Mz4') }}"])(
    'saves the default, which may be the secret: %s',
    async (text) => {
      const { secrets, file } = await importOf({ 'database.password': text });
      expect(secrets).toMatch(/^\w+_PASSWORD=k7Qx2Mz4\n$/);
      expect(file).toMatch(/database\.password: \$\{env\.\w+_PASSWORD\}/);
    },
  );
});

describe('import of a template for an existing file', () => {
  it('keeps the variable of the file, and saves no placeholder for it', async () => {
    const folder = projectFolder({
      'connectors/shop.yaml': 'config:\n  connector.class: X\n  a.password: ${env.PW}\n',
      'old.json': '{"name": "shop", "config": {"connector.class": "X", "a.password": "{{ .Values.pw }}"}}',
    });
    const { directory } = folder;
    const run = await runCli(['import', '--from', 'old.json', '--secrets', '.env'], { directory });
    expect(run.exitCode, run.stderr).toBe(0);
    expect(readFileSync(path.join(directory, 'connectors/shop.yaml'), 'utf8')).toContain('${env.PW}');
    expect(existsSync(path.join(directory, '.env'))).toBe(false);
  });
});

describe('import of secrets', () => {
  it('shows what a pipeline needs, and nothing of the kind without a secret', async () => {
    const { imported } = await importOf({ 'connection.password': 'k7Qx2Mz4' });
    expect(imported.stdout).toContain(
      '  env:\n    SHOP_CONNECTION_PASSWORD: ${{ secrets.SHOP_CONNECTION_PASSWORD }}\n',
    );
    expect(imported.stdout).toContain('  gh secret set SHOP_CONNECTION_PASSWORD\n');
    expect(imported.stdout).toContain('  glab variable set SHOP_CONNECTION_PASSWORD --masked\n');
    expect(imported.stdout).not.toContain('k7Qx2Mz4');
    expect((await importOf({ topics: 'a' })).imported.stdout).not.toContain('pipeline');
  });

  it('makes none of a path, a count, a login of Kerberos or an expression of the connector', async () => {
    const { imported, secrets, file } = await importOf({
      keyfile: '/etc/gcp/account.json',
      'database.processor.licenses': '2',
      'http.request.parameters': 'pageToken=${offset}',
      'consumer.override.sasl.jaas.config':
        'com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true keyTab="/etc/a.keytab" principal="a@B";',
    });
    expect(secrets).toBe('');
    expect(file).not.toContain('${env.');
    expect(imported.stderr).not.toContain('warning');
  });

  it('warns of keys that the version of the plugin renamed', async () => {
    const { imported } = await importOf({
      'connector.class': 'io.debezium.connector.mysql.MySqlConnector',
      'topic.prefix': 'shop',
      'table.whitelist': 'shop.orders',
    });
    expect(imported.stderr).toContain('warning[renamed-key]');
    expect(imported.stderr).toContain('table.include.list');
  });
});
