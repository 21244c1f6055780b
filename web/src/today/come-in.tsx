import { Text } from '../messages/text.tsx';
import { t } from '../messages/t.ts';

/** For whoever only looks. */
export function ComeIn(): React.JSX.Element {
  return (
    <section className="card come-in" aria-labelledby="come-in">
      <h2 id="come-in">{t('today.come_in.title')}</h2>
      <p><Text id="today.come_in.member" values={{ me: (words) => <a href="#/me">{words}</a> }} /></p>
      <p className="quiet"><Text id="today.come_in.guest" values={{ charter: (words) => <a href="#/charter">{words}</a>, agreements: (words) => <a href="#/agreements">{words}</a> }} /></p>
    </section>
  );
}
