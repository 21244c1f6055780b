import type { SubcontractHistory, VersionShown } from '../../../src/views/charter-shown.ts';
import type { TermLabels } from '../../../src/views/shown.ts';
import { Differences } from '../decide/differences.tsx';
import { RecordLink } from '../ledger/record-link.tsx';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { Card } from '../sections/card.tsx';
import { written } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { dayAndTime } from '../words/time.ts';

/** Its versions, the newest first, each with what it changed and who decided on it. */
export function HistoryCard({ history: { versions, labels, standing } }: { readonly history: SubcontractHistory }): React.JSX.Element {
  return (
    <Card id="versions" title={t('agreements.history.title')}>
      {standing.trial === null ? null : <><h3>{t('agreements.history.measured')}</h3><dl className="figures-list">{standing.trial.measured.map(({ measure, words, value }) => <div key={measure}><dt>{phrase(words)}</dt><dd>{written(value)}</dd></div>)}</dl></>}
      <ol className="history">{versions.map((each) => <li key={each.record}><Version version={each} labels={labels} /></li>)}</ol>
    </Card>
  );
}

function Version({ version: { version, record, recordedAt, proposal, trial, terms }, labels }: { readonly version: VersionShown; readonly labels: TermLabels }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  const values = {
    version, trial: trial ? 'yes' : 'no', day: dayAndTime(zone, recordedAt),
    strong: (words: React.ReactNode) => <strong>{words}</strong>, record: () => <RecordLink record={record} />,
  };
  return (
    <>
      <p>{proposal === null ? <Text id="agreements.history.since_founding" values={values} />
        : <Text id="agreements.history.since_proposal" values={{ ...values, title: proposal.title === '' ? t('agreements.term.a_proposal') : proposal.title, name: nameOf(proposal.by), link: (words: React.ReactNode) => <a href={`#/decide/${proposal.id}`}>{words}</a> }} />}</p>
      {proposal === null || terms.length === 0 ? null : <Differences differences={terms.map(({ term, before, after }) => ({ what: 'term' as const, place: [term], before, after }))} labels={labels} label={t('agreements.history.changed', { version })} />}
    </>
  );
}
