import type { CharterShown, EntrenchedShown, MatterShown } from '../../../src/views/charter-shown.ts';
import type { MemberShown, Overview } from '../../../src/views/shown.ts';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import type { Followed } from '../decide/followed.ts';
import { Differences } from '../decide/differences.tsx';
import { RecordLink } from '../ledger/record-link.tsx';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { Card } from '../sections/card.tsx';
import { Face } from '../sections/face.tsx';
import { useMembers } from '../sections/use-members.ts';
import { useSpeaking } from '../words/context.ts';
import { sentence, titled } from '../words/names.ts';
import { dayAndTime, longDay, shortDay, until } from '../words/time.ts';
import { FoundingCard } from './founding-card.tsx';

type CharterViewProps = { readonly overview: Overview; readonly followed: Followed };

/** Who decides on what and how, what stands fast, who belongs, and how it came to be. */
export function CharterView({ overview, followed }: CharterViewProps): React.JSX.Element {
  const live = useLive<CharterShown>('/api/charter', followed.records);
  const members = useMembers(overview);
  return (
    <>
      <div className="decide-head"><h2>{t('charter.title', { name: overview.name })}</h2></div>
      <Asked live={live}>{(charter) => <Charter charter={charter} members={members} now={followed.now} records={followed.records} />}</Asked>
    </>
  );
}

function Charter({ charter, members, now, records }: { readonly charter: CharterShown; readonly members: readonly MemberShown[]; readonly now: number; readonly records: number }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  const { matters, otherwise, ownRules, amending, windows, groups, entrenched, rules, notes, founding, history, agreements } = charter;
  const later = history.filter(({ proposal }) => proposal !== null);
  return (
    <>
      {founding.founders.length === 0 ? null : <FoundingCard key={founding.hash} founding={founding} records={records} />}
      <Card id="matters" title={t('charter.matters')}>
        <ul className="matters">{[...matters, otherwise].map((each) => <li key={each.name ?? ''}><Matter matter={each} /></li>)}</ul>
        <h3>{t('charter.amendments')}</h3>
        <p>{phrase(amending.words)}</p>
        <h3>{t('charter.in_force')}</h3>
        <p>{windows === null ? t('charter.at_once') : <Text id="charter.windows" values={{ words: phrase(windows.words), day: longDay(zone, windows.next), until: until(zone, now, windows.next), strong: (words: React.ReactNode) => <strong>{words}</strong> }} />}</p>
        {notes.length === 0 ? null : <><h3>{t('charter.at_present')}</h3><ul className="plain-list">{notes.map((each) => <li key={each}>{phrase(each)}</li>)}</ul></>}
        <h3>{t('charter.fast')}</h3>
        <ul className="plain-list">{ownRules.map((each) => <li key={each}>{phrase(each)}</li>)}<li>{t('charter.leave')}</li></ul>
      </Card>
      {entrenched.length === 0 ? null : <Card id="entrenched" title={t('charter.entrenched')}><ul className="matters">{entrenched.map((each) => <li key={each.name}><Cap cap={each} /></li>)}</ul></Card>}
      <Card id="rules" title={t('charter.rules')}><ul className="plain-list">{rules.map(({ part, words }) => <li key={`${part} ${words}`}>{phrase(words)}</li>)}</ul></Card>
      {groups.length === 0 ? null : <Card id="groups" title={t('charter.groups')}><dl className="pairs">{groups.map(({ group, members: of }) => <div key={group}><dt>{titled(group)}</dt><dd>{of.map(nameOf).join(', ')}</dd></div>)}</dl></Card>}
      <People members={members} />
      {agreements.length === 0 ? null : (
        <Card id="ratified" title={t('charter.with_others')}>
          <ul className="plain-list">{agreements.map((each) => <li key={each.agreement}><Text id="charter.with_other" values={{ with: each.with, day: shortDay(zone, each.recordedAt), hash: each.agreement, code: (words: React.ReactNode) => <code className="hash">{words}</code> }} />{each.proposal === null ? null : <> (<a href={`#/decide/${each.proposal.id}`}>{t('charter.how_decided')}</a>)</>}</li>)}</ul>
        </Card>
      )}
      {later.length === 0 ? null : (
        <Card id="charters" title={t('charter.history')}>
          {later.map(({ record, recordedAt, proposal, differences }) => (
            <details key={record} className="each">
              <summary>{t('charter.change', { when: dayAndTime(zone, recordedAt), title: proposal === null || proposal.title === '' ? t('charter.a_change') : proposal.title })}</summary>
              <Differences differences={differences} label={t('charter.changed')} />
              {proposal === null ? null : <p><a href={`#/decide/${proposal.id}`}>{t('charter.how_decided')}</a></p>}
            </details>
          ))}
        </Card>
      )}
    </>
  );
}

function Matter({ matter: { name, words } }: { readonly matter: MatterShown }): React.JSX.Element {
  const said = name === null ? words : words.slice(words.indexOf(': ') + 2);
  return <><h3>{name === null ? t('charter.everything_else') : titled(name)}</h3><p>{sentence(phrase(said))}</p></>;
}

function Cap({ cap: { name, says, cap, consent, way } }: { readonly cap: EntrenchedShown }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  return (
    <>
      <h3>{titled(name)}</h3>
      <p>{sentence(says)}{says.endsWith('.') ? '' : '.'} {sentence(phrase(cap))}.</p>
      <p><Text id="charter.entrenched.way" values={{ way: phrase(way), names: consent.length === 0 ? 'none' : consent.map(nameOf).join(', '), strong: (words: React.ReactNode) => <strong>{words}</strong> }} /></p>
    </>
  );
}

function People({ members }: { readonly members: readonly MemberShown[] }): React.JSX.Element {
  const { zone } = useSpeaking();
  const here = members.filter(({ left, commons }) => left === null && !commons);
  const common = members.filter(({ commons }) => commons);
  const gone = members.filter(({ left }) => left !== null);
  return (
    <Card id="people" title={t('charter.members')} aside={<span className="quiet">{here.length}</span>}>
      <ul className="faces">{here.map(({ id, name, voteless }) => <li key={id}><Face id={id} name={name} />{name}{voteless === true ? <span className="quiet"> {t('charter.voteless')}</span> : null}</li>)}</ul>
      {common.length === 0 ? null : <p className="quiet">{t('charter.in_common', { names: common.map(({ name }) => name).join(', ') })}</p>}
      {gone.length === 0 ? null : <><h3>{t('charter.gone')}</h3><ul className="plain-list">{gone.map(({ id, name, left }) => <li key={id}><Text id={left?.how === 'excluded' ? 'charter.excluded' : 'charter.left'} values={{ name, day: left === null ? '' : shortDay(zone, left.recordedAt), record: () => <RecordLink record={left?.record ?? 0} /> }} /></li>)}</ul></>}
    </Card>
  );
}
