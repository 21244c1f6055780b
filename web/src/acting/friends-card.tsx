import { useState } from 'react';
import type { FriendsShown } from '../../../src/views/keys-shown.ts';
import type { MemberShown } from '../../../src/views/shown.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { useMe } from './me.ts';
import { RefusedNote, useActing } from './refused.tsx';

type FriendsProps = { readonly member: string; readonly shown: FriendsShown; readonly members: readonly MemberShown[]; readonly onDone: () => void };

/** Who can give new keys to who lost theirs, and how to say who. */
export function FriendsCard({ member, shown, members, onDone }: FriendsProps): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const [changing, setChanging] = useState(false);
  const { friends, named, approvals, waitHours } = shown;
  return (
    <Card id="friends" title={t('me.friends.title')}>
      <p>{named ? t('me.friends.named', { count: approvals, names: friends.map(nameOf).join(', '), hours: waitHours }) : t('me.friends.others', { count: approvals, hours: waitHours })}</p>
      {changing
        ? <Choose people={members.filter(({ id, commons, left }) => !commons && left === null && id !== member)} before={named ? friends : []} onDone={() => { setChanging(false); onDone(); }} />
        : <p><button type="button" className="small-button" onClick={() => setChanging(true)}>{t(named ? 'me.friends.change' : 'me.friends.save')}</button></p>}
    </Card>
  );
}

type ChooseProps = { readonly people: readonly MemberShown[]; readonly before: readonly string[]; readonly onDone: () => void };

function Choose({ people, before, onDone }: ChooseProps): React.JSX.Element {
  const { say } = useMe();
  const { busy, refused, run } = useActing();
  const [chosen, setChosen] = useState<readonly string[]>(before);
  const [approvals, setApprovals] = useState(1);
  const most = Math.max(1, chosen.length);
  const name = async (): Promise<void> => {
    if (await run(() => say({ kind: 'friends', body: { friends: chosen, approvals: Math.min(approvals, most) } }))) onDone();
  };
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); void name(); }}>
      <fieldset className="friends">
        <legend>{t('me.friends.choose')}</legend>
        {people.map(({ id, name: called }) => (
          <label key={id}><input type="checkbox" checked={chosen.includes(id)} onChange={({ target }) => setChosen(target.checked ? [...chosen, id] : chosen.filter((each) => each !== id))} /> {called}</label>
        ))}
      </fieldset>
      <label className="field"><span>{t('me.friends.approvals')}</span><input type="number" min={1} max={most} value={Math.min(approvals, most)} onChange={({ target }) => setApprovals(Math.max(1, target.valueAsNumber || 1))} /></label>
      <p><button type="submit" className="act" disabled={busy || chosen.length === 0}>{t('me.friends.save')}</button></p>
      <RefusedNote refused={refused} />
    </form>
  );
}
