import { useState } from 'react';
import { cutoffText, isAsking, type Zones } from '../../../src/sensing/calibration/cutoff.ts';
import { previewMeasures } from '../../../src/sensing/measures.ts';
import type { SubcontractDetail } from '../../../src/views/shown.ts';
import type { PastCasesShown } from '../../../src/views/things-shown.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { useLive } from '../api/live.ts';
import { Text } from '../messages/text.tsx';
import { Asked } from '../decide/asking.tsx';
import { Card } from '../sections/card.tsx';
import { NumberInput } from '../sections/number-input.tsx';
import { numeric, written } from '../words/amounts.ts';
import { labelOf } from '../words/labels.ts';
import { pastOf, probabilitiesOf, shareWords, zonesFrom, type About, type Costs, type Past } from './costs.ts';
import { ProposeCutoff } from './propose-cutoff.tsx';
import type { SensingProps } from './pages.tsx';

type CutoffViewProps = SensingProps & { readonly subcontract: string | null };

/** From what errors cost to a cut-off of an agreement, held against the collective's own past. */
export function CutoffView({ subcontract, overview, records }: CutoffViewProps): React.JSX.Element {
  const listening = overview.subcontracts.filter(({ terms }) => Object.keys(terms).some((term) => term.endsWith('cutoff')));
  const chosen = overview.subcontracts.find(({ id }) => id === subcontract) ?? listening[0];
  return (
    <>
      <div className="decide-head"><h2>{t('things.parts.cutoff')}</h2></div>
      {chosen === undefined ? <Card id="cutoff" title={t('things.cutoff.none')}><p>{t('things.cutoff.none_says')}</p></Card> : (
        <>
          {listening.length < 2 ? null : <p className="row-of-buttons">{listening.map(({ id, title }) => <a key={id} className={`small-button ${id === chosen.id ? 'is-chosen' : ''}`} href={`#/things/cutoff/${id}`}>{title}</a>)}</p>}
          <About key={chosen.id} id={chosen.id} records={records} overview={overview} />
        </>
      )}
    </>
  );
}

function About({ id, records, overview }: { readonly id: string; readonly records: number; readonly overview: SensingProps['overview'] }): React.JSX.Element {
  const detail = useLive<SubcontractDetail>(`/api/subcontracts/${id}`, records);
  const cases = useLive<PastCasesShown>(`/api/subcontracts/${id}/cases`, records);
  return <Asked live={detail}>{(subcontract) => <Asked live={cases}>{(past) => <Weighing subcontract={subcontract} past={past} overview={overview} />}</Asked>}</Asked>;
}

const nineToOne: Costs = { wrongly: '9', missed: '1', asking: '' };

type WeighingProps = { readonly subcontract: SubcontractDetail; readonly past: PastCasesShown; readonly overview: SensingProps['overview'] };

function Weighing({ subcontract, past, overview }: WeighingProps): React.JSX.Element {
  const terms = Object.keys(subcontract.manifest.terms).filter((term) => subcontract.manifest.terms[term]?.type === 'probability');
  const [term = '', setTerm] = useState(terms[0]);
  const [costs, write] = useState(nineToOne);
  const about: About = term.startsWith('person') ? 'person' : 'event';
  const zones = zonesFrom(costs);
  const says = subcontract.manifest.terms[term]?.says;
  return (
    <>
      <Card id="cutoff" title={phrase(subcontract.title)}>
        {terms.length < 2 ? null : (
          <fieldset className="choices-line"><legend>{t('things.cutoff.about')}</legend>{terms.map((each) => (
            <label key={each} className="check-line"><input type="radio" name="term" checked={term === each} onChange={() => setTerm(each)} /> {labelOf(subcontract.labels, each).label} <span className="quiet">{t('things.cutoff.now', { value: written(String(subcontract.terms[each])) })}</span></label>
          ))}</fieldset>
        )}
        {says === undefined ? null : <p className="quiet">{phrase(says)}</p>}
        <Cost label={t('things.cutoff.wrongly')} after={t('things.cutoff.wrongly_after')} value={costs.wrongly} write={(wrongly) => write({ ...costs, wrongly })} />
        <Cost label={t('things.cutoff.missed')} after="" value={costs.missed} write={(missed) => write({ ...costs, missed })} />
        <label className="cost-asking">{t('things.cutoff.asking')} <NumberInput size={5} value={costs.asking} placeholder="—" put={(asking) => write({ ...costs, asking })} /> <span className="quiet">{t('things.cutoff.asking_empty')}</span></label>
        {zones === undefined ? <p className="refused" role="alert">{t('things.cutoff.no_number')}</p> : <Zoned zones={zones} agreed={numeric(subcontract.terms[term])} asking={costs.asking.trim() !== ''} />}
      </Card>
      {zones === undefined ? null : (
        <>
          <Card id="past" title={t('things.cutoff.past')}><PastTable past={pastOf(past.cases, about, zones)} zones={zones} /><SideBySide past={past} about={about} zones={zones} agreed={String(subcontract.terms[term])} /></Card>
          <ProposeCutoff key={term} subcontract={subcontract} term={term} value={cutoffText(zones.act)} overview={overview} />
        </>
      )}
    </>
  );
}

/** A slider for what is usual, a field for what isn't. */
function Cost({ label, after, value, write }: { readonly label: string; readonly after: string; readonly value: string; readonly write: (value: string) => void }): React.JSX.Element {
  const number = numeric(value) ?? 1;
  return (
    <div className="cost">
      <label>{label} <NumberInput size={5} value={value} put={write} /> {after}</label>
      <input type="range" min={1} max={50} step={1} aria-label={t('things.cutoff.slider', { label })} value={Math.min(50, Math.max(1, number))} onChange={({ target }) => write(target.value)} />
    </div>
  );
}

/** Where nothing is done, a person is asked, it is acted on; and what is agreed now. */
function Zoned({ zones, agreed, asking }: { readonly zones: Zones; readonly agreed: number | undefined; readonly asking: boolean }): React.JSX.Element {
  const [no, act] = [cutoffText(zones.no), cutoffText(zones.act)];
  const isAsked = isAsking(zones);
  return (
    <div className="zoned">
      <p className="zoned-says"><Text id="things.cutoff.says" values={{ act: written(act), strong: (words) => <strong className="figure-small">{words}</strong> }} />{isAsked ? <> <Text id="things.cutoff.says_ask" values={{ no: written(no), strong: (words) => <strong>{words}</strong> }} /></> : null}</p>
      <div className="zones" role="img" aria-label={[t(isAsked ? 'things.cutoff.zones_ask' : 'things.cutoff.zones', { no: written(no), act: written(act) }), ...(agreed === undefined ? [] : [t('things.cutoff.agreed', { value: written(String(agreed)) })])].join(' ')}>
        <span className="zone-no" style={{ inlineSize: `${100 * Number(no)}%` }} />
        {isAsked ? <span className="zone-ask" style={{ inlineSize: `${100 * (Number(act) - Number(no))}%` }} /> : null}
        <span className="zone-act" style={{ inlineSize: `${100 * (1 - Number(act))}%` }} />
        {agreed === undefined ? null : <i style={{ insetInlineStart: `${100 * agreed}%` }} />}
      </div>
      <p className="quiet zone-legend"><span className="key-no">{t('things.cutoff.key.no')}</span>{isAsked ? <span className="key-ask">{t('things.cutoff.key.ask')}</span> : null}<span className="key-act">{t('things.cutoff.key.act')}</span>{agreed === undefined ? null : <span className="key-agreed">{t('things.cutoff.key.agreed')}</span>}</p>
      {asking && !isAsked ? <p className="quiet">{t('things.cutoff.not_asked')}</p> : null}
    </div>
  );
}

function PastTable({ past, zones }: { readonly past: Past; readonly zones: Zones }): React.JSX.Element {
  const { cases, uncontested, charged, wrongly, missed, asked } = past;
  if (cases === 0) return <p className="empty">{t('things.cutoff.no_cases')}</p>;
  const rows = [[t('things.cutoff.row.charged'), charged], [t('things.cutoff.row.wrongly'), wrongly], [t('things.cutoff.row.missed'), missed], ...(isAsking(zones) ? [[t('things.cutoff.row.asked'), asked] as const] : [])] as const;
  return (
    <>
      <dl className="pairs past">{rows.map(([says, share]) => <div key={says}><dt>{says}</dt><dd>{shareWords(share, cases)}</dd></div>)}</dl>
      <p className="quiet">{t('things.cutoff.cases', { count: cases, people: cases - uncontested, uncontested })}</p>
    </>
  );
}

function SideBySide({ past, about, zones, agreed }: { readonly past: PastCasesShown; readonly about: About; readonly zones: Zones; readonly agreed: string }): React.JSX.Element | null {
  const claims = probabilitiesOf(past.cases, about);
  const [then, now] = previewMeasures([{ label: t('things.cutoff.with', { value: written(cutoffText(zones.act)) }), cutoff: Number(cutoffText(zones.act)) }, { label: t('things.cutoff.as_agreed', { value: written(agreed) }), cutoff: Number(agreed) }], claims);
  if (claims.length === 0 || then === undefined || now === undefined) return null;
  return (
    <>
      <h3>{t('things.cutoff.side')}</h3>
      <ul className="plain-list"><li>{phrase(then.says)}</li><li>{phrase(now.says)}</li></ul>
      {past.count > past.cases.length ? <p className="quiet">{t('things.harm.latest', { count: past.cases.length, of: past.count })}</p> : null}
    </>
  );
}
