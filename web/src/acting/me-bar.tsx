import type { MemberShown } from '../../../src/views/shown.ts';
import { useSpeaking } from '../words/context.ts';
import { useMe } from './me.ts';

/** Who looks: chosen, or the owner of the key that is here. */
export function MeBar({ members }: { readonly members: readonly MemberShown[] }): React.JSX.Element {
  const { member, key, ready, lookAs } = useMe();
  const { nameOf } = useSpeaking();
  if (key !== null && key !== undefined) {
    return (
      <p className="me-bar">
        <span>You are <strong>{nameOf(key.member)}</strong>{ready ? ', and act from this browser' : '; this browser’s key isn’t in the log yet'}</span>
        <a href="#/me">{ready ? 'Your key' : 'Finish'}</a>
      </p>
    );
  }
  const people = members.filter(({ commons, left }) => !commons && left === null);
  return (
    <p className="me-bar">
      <label>You are <select value={member ?? ''} onChange={({ target }) => lookAs(target.value === '' ? null : target.value)}>
        <option value="">nobody in particular</option>
        {people.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
      </select></label>
      <a href="#/me">Act from this browser</a>
    </p>
  );
}
