/** What a node says in its member's name: that the log be handed to the operator whose keys it makes, and yes to another's proposal. */
import { randomUUID } from 'node:crypto';
import type { MemberVoice } from '../log/nodes/replica.ts';
import type { KeyGrant } from '../vocabulary/grants.ts';
import type { Instant } from '../vocabulary/time.ts';
import type { Collective } from './collective.ts';
import { textOfEntry } from './node-log.ts';
import { makeOperatorKeys } from './operator-keys.ts';
import { sealEntry, type Signer } from './sealing.ts';

const reasons: { readonly [why: string]: string } = {
  missing: 'an entry that was handed to a node is missing from the log',
  silent: 'the writer is silent',
};

export function createVoice(folder: string, member: Signer, collective: () => Collective, now: () => Instant): MemberVoice {
  /** Made once: a candidacy that comes to nothing leaves them for the next. */
  let made: readonly KeyGrant[] | undefined;
  const seal = (said: Parameters<typeof sealEntry>[1]): string => textOfEntry(sealEntry(member, said, collective().state.origin, now(), randomUUID()));
  return {
    propose(term, why) {
      const { state } = collective();
      if (made === undefined || made.some(({ id }) => state.keys.has(id))) made = makeOperatorKeys(folder, state).grants;
      return seal({ kind: 'propose', body: { change: { change: 'operator', keys: made }, reason: `${reasons[why] ?? why} (term ${term})` } });
    },
    ballot: (id) => seal({ kind: 'ballot', body: { proposal: id, choice: 'yes' } }),
  };
}
