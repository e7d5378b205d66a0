import path from 'node:path';
import { readText } from '../files/read-file.ts';
import { diagnose } from '../model/diagnostic.ts';
import type { ClusterTls } from '../model/project.ts';
import type { ClusterDocument, TlsKey } from './cluster-document.ts';
import { outsideProject, type ProjectBoundary } from './project-boundary.ts';
import { readingFailure } from './reading-failure.ts';
import type { Report } from './report.ts';
import type { Template } from './template.ts';

/** The input for `readTls`. */
export interface TlsToRead {
  readonly tls: ClusterDocument['tls'];
  /** Absolute; paths are relative to it. */
  readonly base: string;
  /** Where the files may be; undefined: anywhere. */
  readonly boundary: ProjectBoundary | undefined;
  /** Resolves a template; undefined if it has no value, which is already reported. */
  readonly resolve: (template: Template) => string | undefined;
  readonly report: Report;
}

/** Reads the PEM files that `tls` refers to; a value may also be a PEM text itself. */
export async function readTls({
  tls,
  base,
  boundary,
  resolve,
  report,
}: TlsToRead): Promise<ClusterTls | undefined> {
  const pem = (key: keyof typeof contents) =>
    readPem(key, { template: tls.get(key), base, boundary, resolve, report });
  const text = (key: TlsKey) => {
    const template = tls.get(key);
    return template && resolve(template);
  };
  const [ca, certificate, key] = await Promise.all([pem('ca'), pem('certificate'), pem('key')]);
  requireBoth(tls, report);
  return { ca, certificate, key, keyPassword: text('keyPassword'), serverName: text('serverName') };
}

const contents = {
  ca: { expected: 'certificate', pattern: /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/ },
  certificate: { expected: 'certificate', pattern: /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/ },
  key: { expected: 'private key', pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/ },
} as const;

async function readPem(
  key: keyof typeof contents,
  {
    template,
    base,
    boundary,
    resolve,
    report,
  }: Omit<TlsToRead, 'tls'> & { readonly template: Template | undefined },
): Promise<string | undefined> {
  const value = template && resolve(template);
  if (!template || value === undefined) return undefined;
  const { source, written } = template;
  const { expected, pattern } = contents[key];
  try {
    const isText = value.includes('-----BEGIN ');
    const absolute = path.resolve(base, value);
    // A path that is a variable of the job as a whole was chosen by the job.
    const real = isText || isOneVariable(template) ? undefined : boundary?.outside(absolute);
    if (real !== undefined) {
      report(outsideProject(`${written} (tls.${key})`, real, source));
      return undefined;
    }
    const text = isText ? value : await readText(absolute);
    if (pattern.test(text)) return text;
    report(diagnose('invalid-pem', { key, expected }, { source }));
  } catch (error) {
    // The unresolved text: a value from the environment may be a key instead of a path and must not be shown.
    report(
      diagnose('unreadable-pem-file', { key, file: written, reason: readingFailure(error) }, { source }),
    );
  }
  return undefined;
}

function isOneVariable({ parts }: Template): boolean {
  const [part, ...others] = parts;
  return part?.kind === 'reference' && part.scope === 'env' && others.length === 0;
}

function requireBoth(tls: ClusterDocument['tls'], report: Report): void {
  const [certificate, key] = [tls.get('certificate'), tls.get('key')];
  const present = certificate ?? key;
  if (!present || (certificate && key)) return;
  const missing = certificate ? 'tls.key' : 'tls.certificate';
  report(diagnose('incomplete-client-certificate', { missing }, { source: present.source }));
}
