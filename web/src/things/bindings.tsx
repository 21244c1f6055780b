import type { CalibrationShown, DeviceShown, SensingShown } from '../../../src/views/things-shown.ts';
import { Text } from '../messages/text.tsx';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { methodName, partName } from './method-names.ts';
import { streamIn, streamTitle } from './values.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { calledAlone, sentence, titled } from '../words/names.ts';
import { dayAndTime } from '../words/time.ts';
import { useMayBind } from './use-may-bind.ts';

/**
 * What is made of the streams, how well it is calibrated, and what keeps it from working.
 * @param devices of which a stream is called by the name that people know
 */
export function Bindings({ sensing: { bindings, methods, readings }, devices }: { readonly sensing: SensingShown; readonly devices: readonly DeviceShown[] }): React.JSX.Element {
  const [inForce, ended] = [bindings.filter(({ binding }) => binding !== null), bindings.filter(({ binding }) => binding === null)];
  const says = new Map(methods.map((method) => [method.name, method.says]));
  return (
    <Card id="bindings" title={t('things.bindings.title')}>
      {readings.stored ? null : <p className="refused" role="alert">{sentence(phrase(readings.says))}</p>}
      {inForce.length === 0 ? <p className="empty">{t('things.bindings.none')}</p> : (
        <ul className="bindings">{inForce.map((each) => <li key={each.id}><Bound shown={each} says={says.get(each.binding?.method ?? '')} devices={devices} /></li>)}</ul>
      )}
      {ended.length === 0 ? null : <details className="each"><summary>{t('things.bindings.ended', { count: ended.length })}</summary><ul className="plain-list">{ended.map(({ id, words }) => <li key={id}>{phrase(words)}</li>)}</ul></details>}
    </Card>
  );
}

type BoundShown = SensingShown['bindings'][number];

function Bound({ shown, says, devices }: { readonly shown: BoundShown; readonly says: string | undefined; readonly devices: readonly DeviceShown[] }): React.JSX.Element | null {
  const { zone, nameOf } = useSpeaking();
  const { id, binding, fault, calibrations, versions } = shown;
  if (binding === null) return null;
  const [latest] = versions;
  return (
    <>
      <div className="device-head">
        <h3>{titled(binding.subject)}</h3>
        <span className="quiet">{says === undefined ? methodName(binding.method) : phrase(says)}</span>
      </div>
      <ul className="plain-list">{binding.streams.map(({ stream, as, of = [] }) => {
        const found = streamIn(devices, stream);
        return <li key={stream}>{found === undefined ? null : <>{streamTitle(found.device, found.stream)} </>}<code>{stream}</code> <span className="quiet">{of.length === 0 ? t('things.bindings.as', { part: partName(as) }) : t('things.bindings.as_of', { part: partName(as), names: of.map(nameOf).join(', ') })}</span></li>;
      })}</ul>
      <p>{t('things.bindings.kept', { count: binding.keep_days })}</p>
      {fault === null ? null : <p className="refused" role="alert">{t('things.bindings.fault', { why: phrase(fault.says) })}{fault.at === null ? '' : ` (${dayAndTime(zone, fault.at)})`}</p>}
      {calibrations.map((each) => <Calibration key={each.event} calibration={each} />)}
      <p className="quiet">{latest === undefined ? null : <>{latest.proposal === null ? t('things.bindings.by', { name: latest.by === 'operator' ? t('things.operator') : nameOf(latest.by), at: dayAndTime(zone, latest.recordedAt) }) : <Text id="things.bindings.decided" values={{ at: dayAndTime(zone, latest.recordedAt), proposal: (words) => <a href={`#/decide/${latest.proposal?.id ?? ''}`}>{words}</a> }} />} </>}<Text id="things.bindings.named" values={{ id, code: (words) => <code>{words}</code> }} /></p>
      <p className="row-of-buttons"><a className="small-button" href={`#/things/rebind/${encodeURIComponent(id)}`}>{t('things.bindings.change')}</a><Unbind id={id} /></p>
    </>
  );
}

function Calibration({ calibration: { event, words, drift } }: { readonly calibration: CalibrationShown }): React.JSX.Element {
  return (
    <p><strong>{calledAlone(event)}</strong>: {phrase(words)}{drift.drifts ? <>. <span className="tag tag-wait">{phrase(drift.says)}</span></> : null}</p>
  );
}

function Unbind({ id }: { readonly id: string }): React.JSX.Element | null {
  const me = useMe();
  const may = useMayBind();
  const { busy, refused, run } = useActing();
  if (!me.ready || may?.how !== 'alone') return null;
  return <><button type="button" className="small-button" disabled={busy} onClick={() => void run(() => me.say({ kind: 'unbind', body: { binding: id } }))}>{t('things.bindings.end')}</button><RefusedNote refused={refused} /></>;
}
