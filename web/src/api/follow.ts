/** Follows the collective. What was last known stays while the connection is away, and is there at once when the app is opened. */
import type { Overview } from '../../../src/views/shown.ts';
import { askAllAgain } from './asking.ts';
import { client, overviewAddress } from './client.ts';
import { isShut } from './get.ts';
import { shareStream } from './shared-stream.ts';
import { shut } from './shut.ts';
import type { Told } from './stream.ts';

export type Followed = {
  readonly connection: 'connecting' | 'live' | 'lost';
  readonly overview: Overview | null;
  /** `performance.now()` when the overview came; before the page was opened where it was known from before. */
  readonly receivedAt: number;
};

const overviewKey = [overviewAddress];

export const follower = createFollower();

/**
 * From before anything is drawn, where nothing is known yet: what was heard meanwhile is drawn at once. What is known is drawn at once too, with
 * what renews a session that is over, and then followed. Called once what is kept was recalled.
 */
export function beginToFollow(): void {
  if (client.getQueryData(overviewKey) === undefined) follower.subscribe(() => undefined);
}

type Follower = { readonly current: () => Followed; readonly subscribe: (changed: () => void) => () => void };

/** Connects with the first subscriber and closes with the last. */
function createFollower(): Follower {
  let followed: Followed = { connection: 'connecting', overview: null, receivedAt: 0 };
  let close: (() => void) | null = null;
  const subscribers = new Set<() => void>();

  const become = (change: Partial<Followed>): void => {
    followed = { ...followed, ...change };
    for (const changed of subscribers) changed();
  };
  const hear = ({ connection, overview }: Told): void => {
    const isBack = connection === 'live' && followed.connection === 'lost';
    if (overview !== undefined) become({ connection, overview: client.setQueryData<Overview>(overviewKey, overview) ?? overview, receivedAt: performance.now() });
    else if (connection !== followed.connection) become({ connection });
    if (isBack) askAllAgain();
  };
  const recallOverview = (): void => {
    const { data, dataUpdatedAt } = client.getQueryState<Overview>(overviewKey) ?? {};
    // A difference of this machine's clock with itself is right, whatever the clock says.
    if (data !== undefined && dataUpdatedAt !== undefined) followed = { ...followed, overview: data, receivedAt: performance.now() - Math.max(0, Date.now() - dataUpdatedAt) };
  };

  const open = (): void => {
    close?.();
    close = shareStream(hear, () => void isShut('/api/head').then((isOver) => { if (isOver) void shut(); }));
  };
  // Somebody else reads from now on: they hear it as theirs.
  client.getQueryCache().subscribe(({ type, query }) => {
    if (type === 'removed' && query.queryKey[0] === overviewAddress && close !== null) open();
  });

  return {
    current: () => followed,
    subscribe(changed) {
      subscribers.add(changed);
      if (close === null) {
        if (followed.overview === null) recallOverview();
        open();
      }
      return () => {
        subscribers.delete(changed);
        if (subscribers.size > 0) return;
        close?.();
        close = null;
      };
    },
  };
}
