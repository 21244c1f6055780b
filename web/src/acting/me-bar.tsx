import type { MemberShown } from '../../../src/views/shown.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { useSpeaking } from '../words/context.ts';
import { useMe } from './me.ts';

/** Who looks: chosen, or the owner of the key that is here. */
export function MeBar({ members }: { readonly members: readonly MemberShown[] }): React.JSX.Element {
  const { member, key, ready, lookAs } = useMe();
  const { nameOf } = useSpeaking();
  if (key !== null && key !== undefined) {
    return (
      <p className="me-bar">
        <span><Text id="me.bar.you" values={{ who: nameOf(key.member), name: (words) => <strong>{words}</strong> }} />{ready ? `, ${t('me.bar.acts')}` : `; ${t('me.bar.asked')}`}</span>
        <a href="#/me">{t(ready ? 'me.bar.key' : 'me.bar.finish')}</a>
      </p>
    );
  }
  const people = members.filter(({ commons, left }) => !commons && left === null);
  return (
    <p className="me-bar">
      <label>{t('me.bar.are')} <select value={member ?? ''} onChange={({ target }) => lookAs(target.value === '' ? null : target.value)}>
        <option value="">{t('me.bar.nobody')}</option>
        {people.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
      </select></label>
      <a href="#/me">{t('me.bar.act')}</a>
    </p>
  );
}
