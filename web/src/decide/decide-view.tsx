import type { DecidedShown, ProposalShown, ProposalsShown } from '../../../src/views/deciding-shown.ts';
import type { HandfulShown } from '../../../src/views/handful-shown.ts';
import { useMe } from '../acting/me.ts';
import { useLive, type Live } from '../api/live.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { Asked } from './asking.tsx';
import type { Followed } from './followed.ts';
import { HandfulCards } from './handful.tsx';
import { DecidedRow, OpenRow } from './rows.tsx';

/** Decided ones at first; the others are a touch away. */
const decidedShown = 12;

/** A few decisions for today, the rest within reach, what else is open, and what was decided. */
export function DecideView({ followed }: { readonly followed: Followed }): React.JSX.Element {
  const { member } = useMe();
  const live = useLive<ProposalsShown>(`/api/proposals${member === null ? '' : `?member=${member}`}`, followed.records);
  return (
    <>
      <div className="decide-head">
        <h2>{t('decide.list.title')}</h2>
        <p className="decide-ways"><a className="act" href="#/decide/new">{t('decide.list.propose')}</a> <a href="#/decide/delegate">{t('decide.list.delegate')}</a></p>
      </div>
      {member === null ? <><p className="quiet">{t('decide.list.who')}</p><Rest live={live} elsewhere={none} now={followed.now} /></> : <Today key={member} member={member} followed={followed} all={live} />}
    </>
  );
}

function Today({ member, followed, all }: { readonly member: string; readonly followed: Followed; readonly all: Live<ProposalsShown> }): React.JSX.Element {
  const live = useLive<HandfulShown>(`/api/handful?member=${member}`, followed.records);
  return (
    <>
      <Asked live={live}>{(handful) => <HandfulCards handful={handful} now={followed.now} />}</Asked>
      {live.got === null ? null : <Rest live={all} elsewhere={live.got.ok ? placedIn(live.got.value) : none} now={followed.now} />}
    </>
  );
}

const none: ReadonlySet<string> = new Set();

function placedIn({ handful, later, delegated }: HandfulShown): ReadonlySet<string> {
  return new Set([...handful, ...later, ...delegated].map(({ proposal: { id } }) => id));
}

type RestProps = { readonly live: Live<ProposalsShown>; /** Those that stand above already. */ readonly elsewhere: ReadonlySet<string>; readonly now: number };

function Rest({ live, elsewhere, now }: RestProps): React.JSX.Element {
  return <Asked live={live}>{({ open, decided }) => <><Others open={open} elsewhere={elsewhere} now={now} /><Decided decided={decided} /></>}</Asked>;
}

/** What is open and not asked of who looks, or answered by them. */
function Others({ open, elsewhere, now }: { readonly open: readonly ProposalShown[] } & Pick<RestProps, 'elsewhere' | 'now'>): React.JSX.Element {
  const others = open.filter(({ id }) => !elsewhere.has(id)).sort((a, b) => a.closes - b.closes);
  const alone = others.length === open.length;
  return (
    <Card id="open" title={t(alone ? 'decide.list.open' : 'decide.list.also_open')} aside={others.length === 0 ? undefined : <span className="tag">{others.length}</span>}>
      {others.length === 0 ? <p className="empty">{t(alone ? 'decide.list.none_open' : 'decide.list.none_else')}</p> : <ul className="open-list">{others.map((each) => <li key={each.id}><OpenRow proposal={each} now={now} /></li>)}</ul>}
    </Card>
  );
}

function Decided({ decided }: { readonly decided: readonly DecidedShown[] }): React.JSX.Element {
  return (
    <Card id="decided" title={t('decide.list.decided')} aside={decided.length === 0 ? undefined : <span className="quiet">{t('decide.list.latest_first')}</span>}>
      {decided.length === 0 ? <p className="empty">{t('decide.list.none_decided')}</p> : (
        <>
          <ul className="decided">{decided.slice(0, decidedShown).map((each) => <li key={each.id}><DecidedRow proposal={each} /></li>)}</ul>
          {decided.length <= decidedShown ? null : (
            <details className="each"><summary>{t('decide.list.earlier', { count: decided.length - decidedShown })}</summary>
              <ul className="decided">{decided.slice(decidedShown).map((each) => <li key={each.id}><DecidedRow proposal={each} /></li>)}</ul>
            </details>
          )}
        </>
      )}
    </Card>
  );
}
