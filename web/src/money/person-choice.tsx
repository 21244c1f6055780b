import { useState } from 'react';
import type { Overview } from '../../../src/views/shown.ts';
import { t } from '../messages/t.ts';
import { Face } from '../sections/face.tsx';
import { useMembers } from '../sections/use-members.ts';

/** People who are listed at once: more are found by their names. */
const shownMax = 8;

type PersonChoiceProps = { readonly overview: Overview; readonly except: string; readonly chosen: string | null; readonly choose: (member: string | null) => void };

/** A member by name: who is meant is chosen from those whom the letters fit. */
export function PersonChoice({ overview, except, chosen, choose }: PersonChoiceProps): React.JSX.Element {
  const [looked, look] = useState('');
  const people = useMembers(overview).filter(({ id, left }) => id !== except && left === null);
  const fits = people.filter(({ id, name }) => id === chosen || [id, name].some((each) => folded(each).includes(folded(looked))));
  return (
    <fieldset className="people-choice">
      <legend>{t('money.pay.to')}</legend>
      {people.length <= shownMax ? null : <label className="field field-short"><span>{t('money.pay.search')}</span><input type="search" value={looked} autoComplete="off" onChange={({ target }) => look(target.value)} /></label>}
      {fits.length === 0 ? <p className="empty" role="status">{t('money.pay.nobody')}</p> : null}
      <div className="people-list">
        {fits.slice(0, shownMax).map(({ id, name }) => (
          <label key={id} className="person-option"><input type="radio" name="to" value={id} checked={chosen === id} onChange={() => choose(id)} /><Face id={id} name={name} /><span>{name}{name.toLowerCase() === id ? null : <span className="quiet"> {id}</span>}</span></label>
        ))}
      </div>
      {fits.length <= shownMax ? null : <p className="quiet">{t('money.pay.more_people', { count: fits.length - shownMax })}</p>}
    </fieldset>
  );
}

/** Without accents and capitals. */
function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();
}
