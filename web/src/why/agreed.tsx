import { sentencesOf } from '../../../src/vocabulary/sentences.ts';
import { phrase } from '../messages/phrase.ts';
import { Text } from '../messages/text.tsx';
import { t } from '../messages/t.ts';
import { RecordLink } from '../ledger/record-link.tsx';
import { address } from '../shell/address.ts';
import { useSpeaking } from '../words/context.ts';
import { clauseOf } from './clause.ts';
import type { Happening } from './happening.ts';

/** The clause in plain words with its terms, and which version of them it was. */
export function Agreed({ happening }: { readonly happening: Happening }): React.JSX.Element {
  const { subcontractOf } = useSpeaking();
  const { terms, because, sentence, numbers } = happening;
  const subcontract = subcontractOf(terms?.subcontract ?? because);
  return (
    <section className="why-part" aria-labelledby="why-agreed">
      <h3 id="why-agreed">{t('why.agreed.title')}</h3>
      {subcontract === undefined ? <p>{t('why.agreed.own_rules')}</p> : (
        <>
          <Clause text={subcontract.text} said={sentence} values={Object.values(numbers).filter((value) => typeof value === 'string')} />
          <p className="quiet">
            <a href={address('agreements', subcontract.id)} onClick={closeSheet}>{subcontract.title}</a>
            {terms === null ? null : <>, <Text id="why.agreed.version" values={{ kit: `${terms.kit} ${terms.version}`, code: (words) => <code>{words}</code>, record: <RecordLink record={terms.adopted} /> }} /></>}
          </p>
          {terms !== null && terms.adopted !== subcontract.adopted ? <p className="quiet">{t('why.agreed.since_then')}</p> : null}
        </>
      )}
    </section>
  );
}

function Clause({ text, said, values }: { readonly text: string; readonly said: string; readonly values: readonly string[] }): React.JSX.Element {
  const sentences = sentencesOf(text);
  const place = clauseOf(sentences, said, values);
  return (
    <>
      {place === undefined ? null : <blockquote className="clause-said">{phrase(sentences[place] ?? '')}</blockquote>}
      <details className="each" open={place === undefined}>
        <summary>{t('why.agreed.all')}</summary>
        <div className="prose">{sentences.map((each, at) => (at === place ? <p key={each}><strong>{phrase(each)}</strong></p> : <p key={each}>{phrase(each)}</p>))}</div>
      </details>
    </>
  );
}

/** Whoever follows a link leaves the sheet. */
export function closeSheet(event: React.MouseEvent<HTMLAnchorElement>): void {
  event.currentTarget.closest('dialog')?.close();
}
