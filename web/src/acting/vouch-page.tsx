import type { KeysShown } from '../../../src/views/keys-shown.ts';
import type { ProposalsShown } from '../../../src/views/deciding-shown.ts';
import type { MemberShown } from '../../../src/views/shown.ts';
import type { KeyGrant } from '../../../src/vocabulary/grants.ts';
import type { RefusalCode } from '../../../src/vocabulary/refusals.ts';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { listsAll } from '../sections/use-members.ts';
import { address } from '../shell/address.ts';
import type { PageProps } from '../shell/page-props.ts';
import { useSpeaking } from '../words/context.ts';
import { grantIn, spokenCode } from './lost.ts';
import { useMe } from './me.ts';
import { RefusedNote, useActing } from './refused.tsx';
import { keysAddress } from './signing.ts';
import '../style/decide.css';
import '../style/me.css';

/** What a friend sees whom somebody asks for new keys. */
export function VouchPage({ params, overview, records }: PageProps): React.JSX.Element {
  const grant = grantIn(params['asked'] ?? '');
  return <main className="decide you" tabIndex={-1}>{grant === undefined ? <CutShort /> : <OfHere grant={grant} overview={overview} records={records} />}</main>;
}

type OfHereProps = { readonly grant: KeyGrant; readonly overview: PageProps['overview']; readonly records: number };

/** Known by the overview, or by the server where that lists only the first of many. */
function OfHere({ grant, overview, records }: OfHereProps): React.JSX.Element {
  const isListed = overview.members.some(({ id }) => id === grant.owner);
  const live = useLive<MemberShown>(isListed || listsAll(overview) ? null : `/api/members/${encodeURIComponent(grant.owner)}`, records);
  if (isListed) return <Vouch grant={grant} records={records} />;
  if (listsAll(overview) || (live.got?.ok === false && live.got.code === unknownMember)) return <CutShort />;
  return <Asked live={live}>{() => <Vouch grant={grant} records={records} />}</Asked>;
}

const unknownMember = 'unknown_member' satisfies RefusalCode;

function CutShort(): React.JSX.Element {
  return <p className="refused" role="alert">{t('me.vouch.cut')}</p>;
}

function Vouch({ grant, records }: { readonly grant: KeyGrant; readonly records: number }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const { member, say } = useMe();
  const { busy, refused, run } = useActing();
  const keys = useLive<KeysShown>(keysAddress(grant.owner), records);
  const proposals = useLive<ProposalsShown>('/api/proposals', records);
  const name = nameOf(grant.owner);
  const friends = keys.got?.ok === true ? keys.got.value.friends : null;
  const open = proposals.got?.ok === true ? proposals.got.value.open.find(({ words }) => words.includes(` ${grant.id} `)) : undefined;
  const vouch = (): Promise<boolean> => run(() => say({ kind: 'propose', body: { change: { change: 'recover', member: grant.owner, key: grant }, reason: t('me.vouch.reason') } }));
  const isStranger = friends !== null && member !== null && !friends.friends.includes(member);
  return (
    <Card id="vouch" title={t('me.vouch.title', { name })}>
      <p>{t('me.vouch.says')}</p>
      <p className="spoken"><code>{spokenCode(grant)}</code></p>
      {friends === null ? null : <p className="quiet">{t('me.vouch.after', { hours: friends.waitHours })}</p>}
      {isStranger ? <p>{friends.named ? t('me.vouch.not_yours', { name, names: friends.friends.map(nameOf).join(', ') }) : t('me.vouch.newcomer')}</p> : null}
      {open === undefined
        ? <p><button type="button" className="act" disabled={busy || isStranger} onClick={() => void vouch().then((done) => { if (done) proposals.again(); })}>{t('me.vouch.yes', { name })}</button></p>
        : <p role="status">{t(open.by === member ? 'me.vouch.done' : 'me.vouch.open')} <a href={address('decide', open.id)}>{t('me.vouch.see')}</a></p>}
      <RefusedNote refused={refused} />
    </Card>
  );
}
