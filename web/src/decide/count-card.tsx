import type { CountShown, ProposalDetail } from '../../../src/views/deciding-shown.ts';
import { Card } from '../sections/card.tsx';
import { Face } from '../sections/face.tsx';
import { count as counted } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { sentence } from '../words/names.ts';
import { barsOf, type Bar } from './bars.ts';

/** The count so far, or as it ended: a picture, what is lacking, the working, and who said what. */
export function CountCard({ proposal }: { readonly proposal: ProposalDetail }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const { count, open, lacks, unconfirmed, ballots, via, votes } = proposal;
  const said = new Set(ballots.map(({ member }) => member));
  const delegated = via.filter(({ member }) => !said.has(member));
  return (
    <Card id="count" title={open === null ? 'How it was counted' : 'The count so far'} aside={<span className="quiet">{proposal.rule}</span>}>
      {count === null ? <Tally proposal={proposal} /> : <Count count={count} />}
      {open === null ? null : lacks.length === 0 ? <p className="lacks lacks-none">{open.waits === null ? 'Nothing is lacking as the ballots stand; until its end people may still say otherwise.' : 'It has been agreed to.'}</p> : (
        <div className="lacks"><h3>What is still lacking</h3><ul>{lacks.map((each) => <li key={each}>{each}</li>)}</ul></div>
      )}
      {unconfirmed.length === 0 ? null : <p className="quiet">Said yes to an earlier revision and have yet to say it again: {unconfirmed.map(nameOf).join(', ')}.</p>}
      {count === null ? null : <Working count={count} />}
      {votes.map(({ vote, count: earlier }) => <details key={vote} className="each"><summary>Vote {vote}, before this one</summary><Count count={earlier} /><Lines count={earlier} /></details>)}
      <h3 className="ballots-head">{counted(ballots.length, 'ballot')}</h3>
      {ballots.length === 0 ? <p className="empty">Nobody has said anything yet.</p> : (
        <ul className="ballots">
          {ballots.map(({ member, words, reason }) => (
            <li key={member}><Face id={member} name={nameOf(member)} /><span><strong>{nameOf(member)}</strong> {words}{reason === null ? null : <q>{reason}</q>}</span></li>
          ))}
        </ul>
      )}
      {delegated.length === 0 ? null : (
        <ul className="via quiet">{delegated.map(({ member, through }) => <li key={member}>{nameOf(member)} through {through.map(nameOf).join(', then ')}</li>)}</ul>
      )}
    </Card>
  );
}

/** What concerns the log and its keys is counted by heads alone. */
function Tally({ proposal: { open } }: { readonly proposal: ProposalDetail }): React.JSX.Element | null {
  if (open === null) return null;
  return <Bars bars={[{ name: 'yes', value: open.yes, tone: 'yes' }, { name: 'no', value: open.no, tone: 'no' }, { name: 'said nothing', value: Math.max(0, open.of - open.yes - open.no), tone: 'rest' }]} of={open.of} mark={null} />;
}

export function Count({ count }: { readonly count: CountShown }): React.JSX.Element {
  return (
    <>
      {count.bodies.map((body, place) => {
        const { bars, of, mark, unit } = barsOf(body.working, body.voters);
        return (
          <div key={place} className="body">
            {count.bodies.length === 1 ? null : <h3>{sentence(body.who)} <span className="quiet">({counted(body.voters, 'member')})</span></h3>}
            {bars.length === 0 ? <p className="empty">Nobody has said anything yet.</p> : <Bars bars={bars} of={of} mark={mark} unit={unit} />}
            {body.tied.length === 0 ? null : <p className="quiet">Tied: {body.tied.join(', ')}. The rule can’t choose between them.</p>}
          </div>
        );
      })}
    </>
  );
}

type BarsProps = { readonly bars: readonly Bar[]; readonly of: number; readonly mark: number | null; readonly unit?: string };

/** One bar for each, on one scale; the line is what is needed. */
function Bars({ bars, of, mark, unit = '' }: BarsProps): React.JSX.Element {
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
            <span className="bar-value">{value}{unit}{needs === true && mark !== null ? <span className="quiet"> of {mark} needed</span> : null}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Working({ count }: { readonly count: CountShown }): React.JSX.Element {
  return <details className="each"><summary>Count it yourself</summary><Lines count={count} /></details>;
}

function Lines({ count: { rule, bodies } }: { readonly count: CountShown }): React.JSX.Element {
  return (
    <>
      <p className="quiet">The rule: {rule}.</p>
      {bodies.map(({ who, lines }, place) => (
        <div key={place}>
          {bodies.length === 1 ? null : <h3>{sentence(who)}</h3>}
          <ol className="working">{lines.map((line, at) => <li key={at}>{line}</li>)}</ol>
        </div>
      ))}
    </>
  );
}
