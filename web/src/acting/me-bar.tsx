import type { MemberShown } from '../../../src/views/shown.ts';
import { t } from '../messages/t.ts';
import { Face } from '../sections/face.tsx';
import { NavIcon } from '../shell/nav-icon.tsx';
import { useSpeaking } from '../words/context.ts';
import { useMe } from './me.ts';

/** Who looks: chosen, or the owner of the key that is here. */
export function MeBar({ members }: { readonly members: readonly MemberShown[] }): React.JSX.Element {
  const { member, key, ready, lookAs } = useMe();
  const { nameOf } = useSpeaking();
  if (key !== null && key !== undefined) {
    return (
      <p className="me-bar">
        <a className="me-here" href="#/me">
          <Face id={key.member} name={nameOf(key.member)} />
          <span className="me-name">{nameOf(key.member)}</span>
          <span className={ready ? 'visually-hidden' : 'me-says'}>{t(ready ? 'me.bar.acts' : 'me.bar.asked')}</span>
        </a>
      </p>
    );
  }
  const people = members.filter(({ commons, left }) => !commons && left === null);
  return (
    <p className="me-bar">
      <label><span className="me-label">{t('me.bar.are')}</span> <select value={member ?? ''} onChange={({ target }) => lookAs(target.value === '' ? null : target.value)}>
        <option value="">{t('me.bar.nobody')}</option>
        {people.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
      </select></label>
      <a className="me-here" href="#/me"><NavIcon section="me" /><span className="me-act">{t('me.bar.act')}</span></a>
    </p>
  );
}
