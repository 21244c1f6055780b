import { useState } from 'react';
import type { BoundCaseShown } from '../../../src/views/bound-shown.ts';
import type { AdoptedKitShown, DraftShown, KitShown } from '../../../src/views/kits-shown.ts';
import type { Overview } from '../../../src/views/shown.ts';
import { labelsOf } from '../../../src/views/labels.ts';
import type { KitManifest, RawTerms } from '../../../src/vocabulary/kit.ts';
import { sentencesOf } from '../../../src/vocabulary/sentences.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote } from '../acting/refused.tsx';
import type { Posted } from '../api/post.ts';
import { BoundCase, Limits } from '../decide/bound-change-card.tsx';
import { Differences } from '../decide/differences.tsx';
import { noWords, Putting, said, WordFields } from '../decide/putting.tsx';
import { ValueInput } from '../decide/value-fields.tsx';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { Card } from '../sections/card.tsx';
import { SurveyOfKit } from '../survey/survey-of-kit.tsx';
import { useSpeaking } from '../words/context.ts';
import { labelOf } from '../words/labels.ts';
import { called, calledAlone, titled } from '../words/names.ts';
import { namingTerms } from './naming.ts';
import { TypedField } from './typed-field.tsx';
import { freeName, inTwo, standing, standingTerms, termsOf } from './typed.ts';
import { useDraft } from './use-draft.ts';

type AdoptFormProps = {
  readonly kit: KitShown;
  /** The agreement that is to get this version; undefined: a new one. */
  readonly before: AdoptedKitShown | undefined; readonly overview: Overview;
};

/** An agreement drawn up with a kit: who is what in it, its terms over the kit's defaults, what it could then take, and why. */
export function AdoptForm({ kit: { name, version, title, code, about, manifest }, before, overview }: AdoptFormProps): React.JSX.Element {
  const { member } = useMe();
  const [id, setId] = useState(() => before?.subcontract ?? freeName(name, overview.subcontracts.map((each) => each.id)));
  const [chosen, choose] = useState<{ readonly [party: string]: string }>(before?.parties ?? {});
  const [typed, type] = useState<RawTerms>({});
  const [words, write] = useState({ ...noWords, title: phrase(title), reason: before === undefined ? phrase(about ?? title) : t('adopt.reason_version', { version }) });
  const parties = Object.fromEntries(Object.entries(chosen).filter(([, who]) => who !== ''));
  const firstUnit = overview.units[0]?.id ?? '';
  const terms = termsOf(manifest, before?.kept ?? {}, typed, firstUnit);
  const lacking = lackingIn(manifest, parties, terms, id);
  const answer = useDraft(name, lacking === null ? { subcontract: id.trim(), parties, terms, ...(member === null ? {} : { member }) } : null);
  const fits = answer?.ok === true && words.reason.trim() !== '';
  return (
    <>
      {manifest.survey === undefined ? null : <SurveyOfKit manifest={manifest} unit={firstUnit} standing={standingTerms(manifest, before?.kept ?? {}, typed, firstUnit)} take={(taken) => type({ ...typed, ...taken })} />}
      <Card id="adopt" title={before === undefined ? phrase(title) : t('adopt.version_of', { version, name: before.subcontract })} className="adopt" aside={<code>{name} {version}</code>}>
        {about === null || before !== undefined ? null : <p>{phrase(about)}</p>}
        {before === undefined || before.gone.length === 0 ? null : <p className="banner">{t('adopt.gone', { terms: before.gone.join(', ') })}</p>}
        <Putting body={{ change: { change: 'adopt', subcontract: id.trim(), manifest, code, parties, terms }, ...said(words) }} whole={lacking === null && fits} lacking={lacking ?? t('adopt.lacking')} arrives="proposal">
          <Parties manifest={manifest} chosen={chosen} choose={choose} overview={overview} />
          <Terms manifest={manifest} kept={before?.kept ?? {}} typed={typed} type={type} overview={overview} />
          {answer === null ? null : <Draft answer={answer} manifest={manifest} isNew={before === undefined} member={member} />}
          <details className="each">
            <summary>{t('adopt.called')}</summary>
            <div className="stack">
              {before === undefined ? <label className="field"><span><Text id="adopt.short_name" values={{ quiet: (shown: React.ReactNode) => <span className="quiet">{shown}</span> }} /></span><input type="text" maxLength={64} autoComplete="off" value={id} onChange={({ target }) => setId(target.value)} /></label> : null}
              <WordFields words={words} write={write} reasonLabel={t('adopt.why')} />
            </div>
          </details>
        </Putting>
      </Card>
    </>
  );
}

/** Null: all is said. */
function lackingIn({ parties: roles, terms: fields }: KitManifest, parties: { readonly [party: string]: string }, terms: RawTerms, id: string): string | null {
  const party = Object.keys(roles).find((each) => parties[each] === undefined);
  if (party !== undefined) return t('adopt.lacking.party', { party: called(party) });
  const term = inTwo(fields)[0].find((each) => terms[each] === undefined);
  if (term !== undefined) return t('adopt.lacking.term', { term: phrase(fields[term]?.label ?? titled(term)) });
  return id.trim() === '' ? t('adopt.lacking.name') : null;
}

type PartiesProps = { readonly manifest: KitManifest; readonly chosen: { readonly [party: string]: string }; readonly choose: (chosen: { readonly [party: string]: string }) => void; readonly overview: Overview };

function Parties({ manifest: { parties }, chosen, choose, overview }: PartiesProps): React.JSX.Element | null {
  const roles = Object.entries(parties);
  if (roles.length === 0) return null;
  return (
    <fieldset className="term-fields"><legend>{t('adopt.parties')}</legend>
      {roles.map(([party, { says }]) => (
        <label key={party} className="term-field">
          <span>{calledAlone(party)} <span className="quiet">{phrase(says)}</span></span>
          <ValueInput field={{ type: 'member' }} value={chosen[party] ?? ''} unit={null} overview={overview} put={(who) => choose({ ...chosen, [party]: who })} />
        </label>
      ))}
      <p className="quiet"><Text id="adopt.commons" values={{ code: (words: React.ReactNode) => <code>{words}</code> }} /></p>
    </fieldset>
  );
}

type TermsProps = { readonly manifest: KitManifest; readonly kept: RawTerms; readonly typed: RawTerms; readonly type: (typed: RawTerms) => void; readonly overview: Overview };

function Terms({ manifest, kept, typed, type, overview }: TermsProps): React.JSX.Element | null {
  const [must, may] = inTwo(manifest.terms);
  const first = overview.units[0]?.id ?? '';
  const labels = labelsOf(manifest, String(typed['unit'] ?? kept['unit'] ?? standing(manifest.terms['unit'] ?? { type: 'unit', default: 'first' }, first)));
  const field = (name: string): React.JSX.Element | null => {
    const of = manifest.terms[name];
    return of === undefined ? null : <TypedField key={name} field={of} label={labelOf(labels, name)} overview={overview} value={typed[name] ?? kept[name]} put={(value) => type({ ...typed, [name]: value })} />;
  };
  return (
    <>
      {must.length === 0 ? null : <fieldset className="term-fields"><legend>{t('adopt.must')}</legend>{must.map(field)}</fieldset>}
      {may.length === 0 ? null : <details className="each"><summary>{t('adopt.may', { count: may.length })}</summary><div className="term-fields">{may.map(field)}</div></details>}
    </>
  );
}

type DraftProps = { readonly answer: Posted<DraftShown>; readonly manifest: KitManifest; readonly isNew: boolean; readonly member: string | null };

/** What would be agreed, or why it can’t be. */
function Draft({ answer, manifest: { terms }, isNew, member }: DraftProps): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const { ready } = useMe();
  if (!answer.ok) return <RefusedNote refused={namingTerms(answer.refused, terms)} />;
  const { text, labels, differences, cases } = answer.value;
  return (
    <div className="preview" aria-live="polite">
      <h3>{member === null ? t('adopt.takes.somebody') : ready ? t('adopt.takes.you') : t('adopt.takes.of', { name: nameOf(member) })}</h3>
      {member === null ? <p className="empty">{t('adopt.takes.who')}</p> : cases.map((each) => (isNew ? <NewCase key={each.subcontract} shown={each} /> : <BoundCase key={each.subcontract} shown={each} />))}
      {isNew ? null : <Differences differences={differences} labels={labels} />}
      <details className="each"><summary>{t('adopt.says')}</summary><div className="prose">{sentencesOf(text).map((each) => <p key={each}>{phrase(each)}</p>)}</div></details>
    </div>
  );
}

/** Of what isn’t agreed on yet there is nothing that it could be held against. */
function NewCase({ shown: { after, offered } }: { readonly shown: BoundCaseShown }): React.JSX.Element {
  return (
    <div className="bound-case">
      {after.length === 0 ? <p>{t(offered.length === 0 ? 'adopt.takes.nothing' : 'adopt.takes.nothing_itself')}</p> : <Limits limits={after} />}
      {offered.length === 0 ? null : <><h4>{t('adopt.takes.offered')}</h4><Limits limits={offered} /></>}
    </div>
  );
}
