import { parseClusterUrl } from '../../desired/cluster-url.ts';
import { ConnectSyncError } from '../../model/error.ts';
import type { Host } from '../host.ts';

/** What was said on the command line about a new project. */
export interface InitChoice {
  readonly clusterUrl?: string;
  readonly clusterName?: string;
  /** Left out: after the folder. */
  readonly repository?: string;
  /** `--yes`: no questions. */
  readonly yes?: boolean;
}

/** A cluster for a new project file. */
export interface ChosenCluster {
  readonly name: string;
  /** As a project file has it: no user in it, no slash at its end. */
  readonly url: string;
  /** Whether one of them was taken without anybody having said so. */
  readonly isGuessed: boolean;
}

/** @throws ConnectSyncError (usage) where an option will not do */
export function checkChoice(choice: InitChoice): void {
  check('--cluster-url', choice.clusterUrl, refuseUrl);
  check('--cluster-name', choice.clusterName, refuseName);
  check('--name', choice.repository, refuseName);
}

/**
 * Asks for the cluster of a new project, as far as options do not say it; where nobody is there to ask, or with
 * `--yes`, the usual one is taken. Undefined where the person left. The options are checked.
 */
export async function chooseCluster(host: Host, choice: InitChoice): Promise<ChosenCluster | undefined> {
  const asks = host.canAsk && choice.yes !== true;
  const url =
    choice.clusterUrl ??
    (asks
      ? await host.enter({ question: 'Where is a Kafka Connect worker?', usual: usualUrl, refuse: refuseUrl })
      : usualUrl);
  if (url === undefined) return undefined;
  const name =
    choice.clusterName ??
    (asks
      ? await host.enter({
          question: 'What shall its cluster be called?',
          usual: usualName,
          refuse: refuseName,
        })
      : usualName);
  if (name === undefined) return undefined;
  const parsed = parseClusterUrl(url);
  const isGuessed = !asks && (choice.clusterUrl === undefined || choice.clusterName === undefined);
  return { name, url: parsed.kind === 'url' ? parsed.url : url, isGuessed };
}

const usualUrl = 'http://localhost:8083';

/** The name of the first cluster of a project. */
export const usualName = 'dev';

/** A name that needs no care anywhere, in files and in shells; the schema of the project file has the same for clusters. */
export function isPlainName(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(text);
}

function check(
  option: string,
  value: string | undefined,
  refuse: (text: string) => string | undefined,
): void {
  const reason = value === undefined ? undefined : refuse(value);
  if (reason === undefined) return;
  throw new ConnectSyncError({
    code: 'option-invalid',
    message: `${option}: ${reason}`,
    category: 'usage',
  });
}

function refuseUrl(text: string): string | undefined {
  const parsed = parseClusterUrl(text.trim());
  if (parsed.kind === 'invalid') return `not the URL of a worker: ${parsed.reason}`;
  return (
    parsed.user &&
    'a user in the URL would stand in the file in clear: put it into auth: there, as ${env.NAME}'
  );
}

function refuseName(text: string): string | undefined {
  if (isPlainName(text)) return undefined;
  return 'a name is made of letters, digits, ".", "_" and "-", and begins with a letter or a digit';
}
