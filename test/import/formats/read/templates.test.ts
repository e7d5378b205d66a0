import { describe, expect, it } from 'vitest';
import { foundIn } from '../../../support/found-in.ts';

const x = { 'connector.class': 'X' };

describe('a template', () => {
  it.each([
    [
      'Helm',
      'templates/a.yaml',
      '{{- if .Values.on }}\nname: a\nconfig:\n  connector.class: X\n{{- end }}\n',
      4,
      'a Helm template',
      'helm template',
    ],
    [
      'Helm, in a value',
      'a.yaml',
      'name: a\nconfig:\n  connector.class: X\n  url: {{ .Values.url }}\n',
      3,
      'a Helm template',
      'helm template',
    ],
    [
      'Helm, in JSON',
      'files/a.json',
      '{"config": {"connector.class": "X",\n  "tasks.max": {{ .Values.tasks }}}}',
      1,
      'a Helm template',
      'helm template',
    ],
    [
      'Terraform, with the extension of Helm',
      'a.json.tpl',
      '{"name": "a", "config": {"connector.class": "X", "tasks.max": ${tasks}}}',
      1,
      'a template of Terraform',
      'terraform show -json',
    ],
    [
      'Helm, as a resource',
      'templates/a.yaml',
      'apiVersion: kafka.strimzi.io/v1beta2\nkind: KafkaConnector\nspec:\n  class: {{ include "c.class" . }}\n',
      2,
      'a Helm template',
      'helm template',
    ],
    [
      'Jinja',
      'a.json',
      '{"config": {\n{% for t in all %}\n"connector.class": "X"\n{% endfor %}\n}}',
      3,
      'a Jinja template',
      'jinja2 FILE',
    ],
    [
      'Jinja, by its extension',
      'a.json.j2',
      '{"name": "a", "config": {"connector.class": "{{ class }}"}}',
      1,
      'a Jinja template',
      'jinja2 FILE',
    ],
    [
      'Jinja, in properties',
      'a.properties',
      'connector.class=X\n{% if a %}\nb=1\n{% endif %}\n',
      1,
      'a Jinja template',
      'jinja2 FILE',
    ],
    ['ERB', 'a.json.erb', '{"connector.class": "X", "url": "<%= @url %>"}', 1, 'an ERB template', 'erb FILE'],
    [
      'ERB, without its extension',
      'a.yaml',
      '<% all.each do |one| %>\nname: a\nconfig:\n  connector.class: X\n<% end %>\n',
      4,
      'an ERB template',
      'erb FILE',
    ],
    [
      'jq',
      'a.json',
      '{"name": "a", "config": {"connector.class": "X", "user": env.USER}}',
      1,
      'a jq program',
      'jq -n -f FILE',
    ],
    [
      'jq, by its extension',
      'a.jq',
      '{config: {"connector.class": $class}}',
      1,
      'a jq program',
      'jq -n -f FILE',
    ],
    [
      'Jsonnet',
      'a.jsonnet',
      "local c = 'X';\n{ 'connector.class': c }",
      2,
      'a Jsonnet program',
      'jsonnet FILE',
    ],
    [
      'a library of Jsonnet',
      'a.libsonnet',
      "{ 'connector.class':: 'X' }",
      1,
      'a Jsonnet program',
      'jsonnet FILE',
    ],
    [
      'gomplate',
      'a.json.tmpl',
      '{"connector.class": "X", "url": "{{ .Env.URL }}"}',
      1,
      'a Go template',
      'gomplate -f FILE',
    ],
    [
      'Kustomize',
      'kustomization.yaml',
      'kind: Kustomization\npatches:\n  - patch: |-\n      - op: add\n        path: /spec/config/connector.class\n',
      5,
      'a Kustomize file',
      'kustomize build',
    ],
    [
      'Terraform',
      'a.json.tftpl',
      '{"connector.class": "X", "url": "${url}"}',
      1,
      'a template of Terraform',
      'terraform show -json',
    ],
    [
      'Terraform in JSON',
      'main.tf.json',
      '{"name": "a", "config": {"connector.class": "X", "url": "${var.url}"}}',
      1,
      'a template of Terraform',
      'terraform show -json',
    ],
  ])('of %s is listed with its command', (_, file, text, line, label, command) => {
    const { configs, notRead, codes, skipped } = foundIn(file, text);
    expect({ configs, codes, skipped }).toEqual({ configs: {}, codes: [], skipped: [] });
    expect(notRead).toEqual([
      expect.stringContaining(`${file}:${line} ${label}: render it, and import its output: ${command}`),
    ]);
  });

  it('is listed once for each connector in it', () => {
    const text = '{{- range .Values.all }}\n- connector.class: X\n- connector.class: Y\n{{- end }}\n';
    expect(foundIn('a.yaml', text).notRead).toHaveLength(2);
  });

  it('without expressions is a document', () => {
    expect(foundIn('a.json.j2', JSON.stringify({ name: 'a', config: x })).configs).toEqual({ a: x });
  });
});

describe('a document', () => {
  it('that is broken elsewhere is no template', () => {
    const text = '{"connector.class": "X", "file.name.template": "{{topic}}", "a": "${B}",}';
    expect(foundIn('a.json', text)).toMatchObject({ notRead: [], codes: ['import-unreadable'] });
  });

  it.each([
    ['JSON', 'a.json', '{"name": "a", "config": {"connector.class": "X", "v": "{{ pw }}"}}', '{{ pw }}'],
    [
      'YAML',
      'a.yaml',
      'name: a\nconfig:\n  connector.class: X\n  v: "{{ .Values.pw }}"\n',
      '{{ .Values.pw }}',
    ],
    [
      'properties',
      'a.properties',
      'name=a\nconnector.class=X\nv={{topic}}-{{partition}}\n',
      '{{topic}}-{{partition}}',
    ],
  ])('in %s with expressions in values only is read', (_, file, text, v) => {
    expect(foundIn(file, text)).toMatchObject({ configs: { a: { ...x, v } }, notRead: [] });
  });
});

describe('a program', () => {
  const record = 'a program: record what it sends with  connect-sync import --record --';
  it.each([
    [
      'Python',
      'deploy.py',
      'c = {\n  "connector.class": "X",\n}\nd = {"connector.class": "Y"}\n',
      `${record} COMMAND`,
    ],
    [
      'Python without an extension',
      'deploy',
      '#!/usr/bin/env python3\nc = {"connector.class": "X",}\n\nd = {"connector.class": "Y"}',
      `${record} COMMAND`,
    ],
    [
      'Java',
      'A.java',
      'class A {\n m.put("connector.class", "X");\n\n m.put("connector.class", "Y"); }',
      `${record} COMMAND`,
    ],
    [
      'XML',
      'pom.xml',
      '<a>\n<connector.class>X</connector.class>\n\n<b key="connector.class"/></a>',
      `${record} COMMAND`,
    ],
    [
      'PowerShell',
      'a.ps1',
      '$b = @{\n"connector.class" = "X"\n}\n$c = @{"connector.class" = "Y"}',
      `${record} COMMAND`,
    ],
    [
      'a Dockerfile',
      'Dockerfile',
      'FROM x\nRUN echo connector.class=X\n\nRUN echo connector.class=Y',
      `${record} COMMAND`,
    ],
    [
      'a Makefile',
      'Makefile',
      'a:\n\tcurl -d \'{"connector.class": "X"}\' c\n\n\techo connector.class=$$Y',
      `${record} make TARGET`,
    ],
    [
      'documentation',
      'README.md',
      '# a\n`connector.class` is\n\n    connector.class=X',
      'documentation: save the example in a file of its own to import it',
    ],
  ])('in %s is listed, with each place', (_, file, text, reason) => {
    const { configs, notRead } = foundIn(file, text);
    expect(configs).toEqual({});
    expect([...new Set(notRead)]).toEqual(
      expect.arrayContaining([`${file}:2 ${reason}`, `${file}:4 ${reason}`]),
    );
  });

  it('without connectors contains none', () => {
    expect(foundIn('a.py', 'print(1)').codes).toEqual(['import-no-connectors']);
  });

  it('in an unknown language is listed', () => {
    expect(foundIn('a.xyz', 'set "connector.class" to X').notRead).toEqual([
      'a.xyz:1 not in a form that import reads: record it with  connect-sync import --record',
    ]);
  });
});
