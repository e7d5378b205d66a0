import { diagnose } from '../model/diagnostic.ts';
import type { ClusterDocument, HeaderDocument } from './cluster-document.ts';
import type { Report } from './report.ts';
import type { Template } from './template.ts';

/** Headers that belong to the connection; a wrong one would break it or smuggle a request. */
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

/** The headers of a cluster with their values; what cannot be sent is reported, without its value. */
export function resolveHeaders(
  { headers }: ClusterDocument,
  {
    resolve,
    report,
    hasOtherAuth,
  }: {
    readonly resolve: (template: Template) => string | undefined;
    readonly report: Report;
    /** Whether there is basic or bearer authentication, which an Authorization header would contradict. */
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

function reasonAgainst({ name }: HeaderDocument, value: string): string | undefined {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return 'its name holds characters that no header has';
  if (reserved.has(name.toLowerCase())) return 'it belongs to the connection itself';
  if (!/^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value))
    return 'its value holds line breaks or characters that no header can carry';
  return undefined;
}
