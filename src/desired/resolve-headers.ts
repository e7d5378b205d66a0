import { diagnose } from '../model/diagnostic.ts';
import type { ClusterDocument, HeaderDocument } from './cluster-document.ts';
import type { Report } from './report.ts';
import { comesFrom, type Template } from './template.ts';

/** Headers that control the connection; a wrong value would break it or allow request smuggling. */
const reserved = new Set([
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Resolves the headers of a cluster. Invalid headers are reported without their values. */
export function resolveHeaders(
  { headers }: ClusterDocument,
  {
    resolve,
    report,
    hasOtherAuth,
  }: {
    readonly resolve: (template: Template) => string | undefined;
    readonly report: Report;
    /** Whether basic or bearer authentication is configured, which an Authorization header conflicts with. */
    readonly hasOtherAuth: boolean;
  },
): ReadonlyMap<string, string> {
  const entries = headers.flatMap((header): [string, string][] => {
    const value = resolve(header.value);
    if (value === undefined) return [];
    const reason = reasonAgainst(header, value);
    const { name, source } = header;
    if (reason) report(diagnose('invalid-header', { header: name, reason }, { source }));
    if (hasOtherAuth && name.toLowerCase() === 'authorization') {
      report(diagnose('conflicting-credentials', { header: true }, { source }));
    }
    return [[name, value]];
  });
  return new Map(entries);
}

function reasonAgainst({ name, value: template }: HeaderDocument, value: string): string | undefined {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name))
    return 'its name contains characters that are not allowed in a header';
  if (reserved.has(name.toLowerCase())) return 'HTTP sets this header itself';
  if (!/^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value))
    return `its value${comesFrom(template)} contains line breaks or characters that are not allowed in a header`;
  return undefined;
}
