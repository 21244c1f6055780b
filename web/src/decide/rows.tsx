/** Proposals as rows of a list: open and decided. */
import type { DecidedShown, ProposalShown } from '../../../src/views/deciding-shown.ts';
import { t } from '../messages/t.ts';
import { useSpeaking } from '../words/context.ts';
import { sentence } from '../words/names.ts';
import { dayAndTime, shortDay, until } from '../words/time.ts';
import { askedWords, choiceWords, endWords, kindWords } from './said.ts';
import { endTone, titleOf } from './titles.ts';

type OpenRowProps = {
  readonly proposal: ProposalShown; readonly now: number;
  /** What more is said of it here. */
  readonly children?: React.ReactNode;
};

export function OpenRow({ proposal, now, children }: OpenRowProps): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  const { id, by, closes, waits, mine, amendments, comments, revision } = proposal;
  return (
    <a className="proposal-row" href={`#/decide/${id}`}>
      <span className="proposal-title">{titleOf(proposal)}</span>
      <span className="proposal-words">{sentence(kindWords(proposal))}</span>
      {children}
      <span className="proposal-facts quiet">
        <span>{nameOf(by)}</span>
        <span>{askedWords(proposal)}</span>
        {revision.number === 1 ? null : <span>{t('decide.row.revision', { number: revision.number })}</span>}
        {amendments === 0 ? null : <span>{t('decide.row.amendments', { count: amendments })}</span>}
        {comments === 0 ? null : <span>{t('decide.row.comments', { count: comments })}</span>}
      </span>
      <span className="proposal-right"><span className="proposal-when">
        {waits === null ? <span title={dayAndTime(zone, closes)}>{t('decide.row.until', { when: until(zone, now, closes) })}</span> : <span>{t('decide.row.agreed', { when: until(zone, now, waits) })}</span>}
        {mine?.confirm === true ? <span className="tag tag-wait">{t('decide.row.confirm')}</span> : mine?.said === null || mine === null ? null : <span className="tag tag-ok">{t('decide.row.you_said', { words: choiceWords(mine.said.choice) })}</span>}
      </span>
      <MiniCount proposal={proposal} /></span>
    </a>
  );
}

/** How many say yes and no, of those who are asked. */
function MiniCount({ proposal: { yes, no, of, needed, outlook } }: { readonly proposal: ProposalShown }): React.JSX.Element | null {
  if (of === 0 || (yes + no === 0 && needed === null)) return null;
  return (
    <span className="mini">
      <span className="mini-bar" aria-hidden="true">
        <span className="mini-yes" style={{ inlineSize: `${100 * yes / of}%` }} />
        <span className="mini-no" style={{ inlineSize: `${100 * no / of}%` }} />
      </span>
      <span className="quiet">{t('decide.row.count', { yes, no, of })}{outlook === 'open' ? null : <>; {t(`decide.row.${outlook}`)}</>}</span>
    </span>
  );
}

export function DecidedRow({ proposal }: { readonly proposal: DecidedShown }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  const { id, by, end, change } = proposal;
  return (
    <a className="proposal-row" href={`#/decide/${id}`}>
      <span className="proposal-title">{titleOf(proposal)}</span>
      <span className="proposal-facts quiet"><span>{nameOf(by)}</span><span>{shortDay(zone, end.recordedAt)}</span></span>
      <span className="proposal-right proposal-when"><span className={`tag tag-${endTone(end.how)}`}>{endWords(end, change)}</span></span>
    </a>
  );
}
