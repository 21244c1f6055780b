import type { CountShown, ProposalDetail } from '../../../src/views/deciding-shown.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { Card } from '../sections/card.tsx';
import { Face } from '../sections/face.tsx';
import { useSpeaking } from '../words/context.ts';
import { sentence } from '../words/names.ts';
import { dayAndTime } from '../words/time.ts';
import { barsOf, type Bar, type Bars as BarsShown } from './bars.ts';
import { bodyWords, choiceWords, ruleOf, ruleWords } from './said.ts';
import { lacksOf, linesOf } from './working.ts';

/** The count so far, or as it ended: a picture, what is lacking, the working, and who said what. */
export function CountCard({ proposal, now }: { readonly proposal: ProposalDetail; readonly now: number }): React.JSX.Element {
  const { nameOf, zone } = useSpeaking();
  const lacks = lacksOf(proposal, nameOf, now, (at) => dayAndTime(zone, at));
  const { count, open, unconfirmed, ballots, via, votes } = proposal;
  const said = new Set(ballots.map(({ member }) => member));
  const delegated = via.filter(({ member }) => !said.has(member));
  return (
    <Card id="count" title={t(open === null ? 'decide.count.ended' : 'decide.count.now')} aside={<span className="quiet">{ruleOf(proposal)}</span>}>
      {count === null ? <Tally proposal={proposal} /> : <Count proposal={proposal} count={count} />}
      {open === null ? null : lacks.length === 0 ? <p className="lacks lacks-none">{t(open.waits === null ? 'decide.count.nothing_lacking' : 'decide.count.agreed')}</p> : (
        <div className="lacks"><h3>{t('decide.count.lacking')}</h3><ul>{lacks.map((each) => <li key={each}>{each}</li>)}</ul></div>
      )}
      {unconfirmed.length === 0 ? null : <p className="quiet">{t('decide.count.unconfirmed', { names: unconfirmed.map(nameOf).join(', ') })}</p>}
      {count === null ? null : <Working proposal={proposal} count={count} />}
      {votes.map(({ vote, count: earlier }) => <details key={vote} className="each"><summary>{t('decide.count.earlier', { vote })}</summary><Count proposal={proposal} count={earlier} /><Lines proposal={proposal} count={earlier} /></details>)}
      <h3 className="ballots-head">{t('decide.count.ballots', { count: ballots.length })}</h3>
      {ballots.length === 0 ? <p className="empty">{t('decide.count.nobody')}</p> : (
        <ul className="ballots">
          {ballots.map(({ member, choice, reason }) => (
            <li key={member}><Face id={member} name={nameOf(member)} /><span><strong>{nameOf(member)}</strong> {choiceWords(choice)}{reason === null ? null : <q>{reason}</q>}</span></li>
          ))}
        </ul>
      )}
      {delegated.length === 0 ? null : (
        <ul className="via quiet">{delegated.map(({ member, through }) => <li key={member}>{t('decide.count.via', { name: nameOf(member), names: through.map(nameOf).reduce((one, other) => t('decide.vote.then', { one, other })) })}</li>)}</ul>
      )}
    </Card>
  );
}

/** What concerns the log and its keys is counted by heads alone. */
function Tally({ proposal: { open } }: { readonly proposal: ProposalDetail }): React.JSX.Element | null {
  if (open === null) return null;
  return <Bars bars={[{ name: t('decide.bar.yes'), value: open.yes, tone: 'yes' }, { name: t('decide.bar.no'), value: open.no, tone: 'no' }, { name: t('decide.bar.silent'), value: Math.max(0, open.of - open.yes - open.no), tone: 'rest' }]} of={open.of} mark={null} />;
}

export function Count({ proposal, count }: { readonly proposal: ProposalDetail; readonly count: CountShown }): React.JSX.Element {
  return (
    <>
      {count.bodies.map((body, place) => {
        const { bars, of, mark, unit } = barsOf(body.working, body.voters);
        return (
          <div key={place} className="body">
            {count.bodies.length === 1 ? null : <h3><Text id="decide.count.members" values={{ who: sentence(bodyWords(proposal, place, count.bodies.length)), count: body.voters, quiet: (words: React.ReactNode) => <span className="quiet">{words}</span> }} /></h3>}
            {bars.length === 0 ? <p className="empty">{t('decide.count.nobody')}</p> : <Bars bars={bars} of={of} mark={mark} unit={unit} />}
            {body.tied.length === 0 ? null : <p className="quiet">{t('decide.count.tied', { options: body.tied.join(', ') })}</p>}
          </div>
        );
      })}
    </>
  );
}

type BarsProps = { readonly bars: readonly Bar[]; readonly of: number; readonly mark: number | null; readonly unit?: BarsShown['unit'] };

/** One bar for each, on one scale; the line is what is needed. */
function Bars({ bars, of, mark, unit = null }: BarsProps): React.JSX.Element {
  return (
    <dl className="bars">
      {bars.map(({ name, value, tone, needs }) => (
        <div key={name} className="bar-row">
          <dt>{name}</dt>
          <dd>
            <span className="bar-track" aria-hidden="true">
              <span className={`bar-${tone}`} style={{ inlineSize: `${of === 0 ? 0 : 100 * value / of}%` }} />
              {needs === true && mark !== null && of > 0 ? <i style={{ insetInlineStart: `${Math.min(100, 100 * mark / of)}%` }} /> : null}
            </span>
            <span className="bar-value">{unit === null ? value : t(`decide.bar.${unit}`, { value })}{needs === true && mark !== null ? <span className="quiet"> {t('decide.count.needed', { needed: mark })}</span> : null}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

type WorkingProps = { readonly proposal: ProposalDetail; readonly count: CountShown };

function Working({ proposal, count }: WorkingProps): React.JSX.Element {
  return <details className="each"><summary>{t('decide.count.yourself')}</summary><Lines proposal={proposal} count={count} /></details>;
}

function Lines({ proposal, count: { decides, bodies } }: WorkingProps): React.JSX.Element {
  const { nameOf } = useSpeaking();
  return (
    <>
      <p className="quiet">{t('decide.count.rule', { rule: ruleWords(decides) })}</p>
      {bodies.map((body, place) => (
        <div key={place}>
          {bodies.length === 1 ? null : <h3>{sentence(bodyWords(proposal, place, bodies.length))}</h3>}
          <ol className="working">{linesOf(body, nameOf).map((line, at) => <li key={at}>{line}</li>)}</ol>
        </div>
      ))}
    </>
  );
}
