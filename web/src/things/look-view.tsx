import { useEffect, useState } from 'react';
import type { MeasuringShown } from '../../../src/views/sensing-shown.ts';
import type { ReadingsShown, StreamShown } from '../../../src/views/things-shown.ts';
import { dayMs, hourMs, type Instant } from '../../../src/vocabulary/time.ts';
import { Text } from '../messages/text.tsx';
import { t } from '../messages/t.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { getJson, type Got } from '../api/get.ts';
import { Asked } from '../decide/asking.tsx';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { fieldsWords } from './fields-words.ts';
import { grantsFor, type Grant } from './grants.ts';
import { ReadingsTable } from './readings-table.tsx';
import type { SensingProps } from './pages.tsx';
import { useThings } from './use-things.ts';
import { streamIn, streamTitle } from './values.ts';

type LookProps = SensingProps & { readonly stream: string };

/** Of which time one looks, before now; the readings themselves are kept for days at the most. */
const spans = [{ ms: hourMs, says: 'hour' }, { ms: dayMs, says: 'day' }, { ms: 7 * dayMs, says: 'week' }, { ms: null, says: 'all' }] as const;
type Span = { readonly from: Instant; readonly until: Instant };

/** @param at by the place among the spans */
function spanUntil(at: number, now: Instant): Span {
  const until = Math.floor(now) + 1;
  return { from: Math.max(0, until - (spans[at]?.ms ?? until)), until };
}

/** Readings of a stream: as they are where it measures nobody else, and otherwise after one has said why. */
export function LookView({ stream, overview, records, now }: LookProps): React.JSX.Element {
  const things = useThings(records);
  return (
    <>
      <p className="back"><a href="#/things/devices">{t('things.devices.back')}</a></p>
      <Asked live={things}>{({ devices }) => {
        const found = streamIn(devices, stream);
        if (found === undefined || found.stream.bound.length === 0) return <Card id="look" title={t('things.look.none')}><p><Text id="things.look.none_says" values={{ stream, code: (words) => <code>{words}</code>, devices: (words) => <a href="#/things/devices">{words}</a> }} /></p></Card>;
        const title = t('things.look.title', { stream: streamTitle(found.device, found.stream) });
        return found.stream.hidden ? <Look title={title} shown={found.stream} overview={overview} now={now} /> : <Open title={title} shown={found.stream} now={now} />;
      }}</Asked>
    </>
  );
}

type Shown = { readonly title: string; readonly shown: StreamShown; readonly now: Instant };

function Open({ title, shown, now }: Shown): React.JSX.Element {
  const [span, setSpan] = useState(1);
  const [got, setGot] = useState<Got<ReadingsShown> | null>(null);
  const show = async (): Promise<void> => setGot(await readingsOf(shown.stream, spanUntil(span, now)));
  return (
    <Card id="look" title={title}>
      <div className="stack">
        <form className="stack" onSubmit={(event) => { event.preventDefault(); void show(); }}>
          <SpanField span={span} choose={setSpan} />
          <p><button type="submit" className="act act-small">{t('things.look.show')}</button></p>
        </form>
        <Answer got={got} shown={shown} />
      </div>
    </Card>
  );
}

/** Put down before anything is shown, also when it is refused: whoever is measured reads it. */
function Look({ title, shown, overview, now }: Shown & { readonly overview: SensingProps['overview'] }): React.JSX.Element {
  const me = useMe();
  const { nameOf } = useSpeaking();
  const { busy, refused, run } = useActing();
  const [purpose, setPurpose] = useState('');
  const [reason, setReason] = useState('');
  const [span, setSpan] = useState(1);
  const [got, setGot] = useState<Got<ReadingsShown> | null>(null);
  const { stream, of } = shown;
  const grants = useGrants(me.member, stream, of);
  const others = of.filter((member) => member !== me.member);
  const look = async (): Promise<void> => {
    const asked = spanUntil(span, now);
    setGot(null);
    let record: number | null = null;
    const isDone = await run(async () => {
      const done = await me.say({ kind: 'look', body: { stream, purpose: purpose.trim(), reason: reason.trim(), ...asked } });
      if (!done.ok) return done;
      record = done.record;
      return await me.withSession(() => Promise.resolve(done));
    });
    if (isDone && record !== null) setGot(await readingsOf(stream, asked, record));
  };
  return (
    <Card id="look" title={title}>
      <div className="stack">
        <p>{t('things.look.measures', { names: others.map(nameOf).join(', '), count: others.length })}</p>
        {me.ready ? null : <p><Text id="things.look.no_key" values={{ me: (words) => <a href="#/me">{words}</a> }} /></p>}
        <Grants grants={grants} choose={setPurpose} />
        <form className="stack" onSubmit={(event) => { event.preventDefault(); void look(); }}>
          <label className="field"><span>{t('things.look.for')} <span className="quiet">{t('things.look.for_what')}</span></span><input type="text" maxLength={64} list="look-purposes" value={purpose} onChange={({ target }) => setPurpose(target.value)} /></label>
          <datalist id="look-purposes">{[...new Set([...grants.map((grant) => grant.purpose), ...overview.subcontracts.map(({ id }) => id)])].map((id) => <option key={id} value={id} />)}</datalist>
          <label className="field"><span>{t('things.look.why')} <span className="quiet">{t('things.look.why_read')}</span></span><textarea rows={2} maxLength={2000} value={reason} onChange={({ target }) => setReason(target.value)} /></label>
          <SpanField span={span} choose={setSpan} />
          <p className="row-of-buttons"><button type="submit" className="act" disabled={busy || !me.ready || purpose.trim() === '' || reason.trim() === ''}>{t('things.look.look')}</button><span className="quiet">{t('things.look.an_hour')}</span></p>
          <RefusedNote refused={refused} />
        </form>
        <Answer got={got} shown={shown} />
      </div>
    </Card>
  );
}

function SpanField({ span, choose }: { readonly span: number; readonly choose: (span: number) => void }): React.JSX.Element {
  return (
    <label className="field field-short"><span>{t('things.look.of')}</span>
      <select value={span} onChange={({ target }) => choose(Number(target.value))}>{spans.map(({ says }, at) => <option key={says} value={at}>{t(`things.look.span.${says}`)}</option>)}</select>
    </label>
  );
}

/** For what one may look, in a touch. */
function Grants({ grants, choose }: { readonly grants: readonly Grant[]; readonly choose: (purpose: string) => void }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  if (grants.length === 0) return <p className="quiet">{t('things.look.no_grant')}</p>;
  return (
    <ul className="grants">{grants.map(({ purpose, missing, fields }) => (
      <li key={purpose}>
        <button type="button" className="small-button" onClick={() => choose(purpose)}>{t('things.look.for_purpose', { purpose })}</button>{' '}
        {missing.length === 0 ? t('things.look.may_see', { fields: fieldsWords(fields) }) : t('things.look.missing', { names: missing.map(nameOf).join(', ') })}
      </li>
    ))}</ul>
  );
}

function Answer({ got, shown }: { readonly got: Got<ReadingsShown> | null; readonly shown: StreamShown }): React.JSX.Element | null {
  if (got === null) return null;
  return got.ok ? <ReadingsTable readings={got.value} shown={shown} /> : <p className="refused" role="alert">{got.message}</p>;
}

async function readingsOf(stream: string, { from, until }: Span, look?: number): Promise<Got<ReadingsShown>> {
  const query = new URLSearchParams({ from: String(from), until: String(until), ...(look === undefined ? {} : { look: String(look) }) });
  return await getJson<ReadingsShown>(`/api/things/${encodeURIComponent(stream)}/readings?${query}`, AbortSignal.timeout(30_000));
}

/** Empty until those whom it measures have been asked after. */
function useGrants(asker: string | null, stream: string, of: readonly string[]): readonly Grant[] {
  const [grants, setGrants] = useState<readonly Grant[]>([]);
  const members = of.join('\n');
  useEffect(() => {
    if (asker === null) return undefined;
    const asking = new AbortController();
    const measured = members.split('\n');
    void Promise.all(measured.map((member) => getJson<MeasuringShown>(`/api/members/${member}/measured`, asking.signal))).then((answers) => {
      if (!asking.signal.aborted) setGrants(grantsFor(asker, stream, answers.flatMap((got, at) => (got.ok ? [{ member: measured[at] ?? '', shown: got.value }] : []))));
    });
    return () => asking.abort();
  }, [asker, stream, members]);
  return grants;
}
