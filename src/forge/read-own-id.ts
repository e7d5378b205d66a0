import type { Answer } from './forge-answer.ts';
import type { ForgeFailure } from './forge-failure.ts';
import type { ForgeSession } from './forge-session.ts';
import { readId, readObject } from './read-answer.ts';

/** Where to ask for the account, and how to explain an error. */
export interface OwnAccount {
  /** The name of the forge in messages. */
  readonly forge: string;
  readonly apiUrl: string;
  readonly explain: (answer: Answer) => ForgeFailure;
}

/** The id of the token's account by `GET /user`, which both forges have; undefined if the token is not allowed to ask. */
export async function readOwnId(
  session: ForgeSession,
  { forge, apiUrl, explain }: OwnAccount,
): Promise<number | undefined> {
  const user = await session.call({
    method: 'GET',
    url: `${apiUrl}/user`,
    acceptedStatuses: [403, 404],
    explain,
  });
  return user === 'lost' || user.status !== 200 ? undefined : readId(readObject(user, forge)['id'], forge);
}
