import { useState } from 'react';
import type { DeviceShown, SensingShown, StreamShown, ThingsShown } from '../../../src/views/things-shown.ts';
import { useLive } from '../api/live.ts';
import { Text } from '../messages/text.tsx';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Asked } from '../decide/asking.tsx';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { sentence, titled } from '../words/names.ts';
import { agoWords } from './ago.ts';
import { Bindings } from './bindings.tsx';
import type { SensingProps } from './pages.tsx';
import { useThings } from './use-things.ts';
import { byArea, isNamedBy, valueWords } from './values.ts';

/** From so many devices on one looks for them by name. */
const searchFrom = 9;

/** Every device that is heard, with what it said last, and what is made of it. */
export function DevicesView({ records, now }: SensingProps): React.JSX.Element {
  const live = useThings(records);
  const sensing = useLive<SensingShown>('/api/sensing', records);
  return (
    <>
      <div className="decide-head"><h2>{t('things.parts.devices')}</h2><span className="decide-ways"><a className="act act-small" href="#/things/bind">{t('things.bind.open')}</a></span></div>
      <Asked live={live}>{({ devices }) => (devices.length === 0 ? <NoDevices /> : <Devices devices={devices} now={now} />)}</Asked>
      <Asked live={sensing}>{(shown) => <Bindings sensing={shown} devices={live.got?.ok === true ? live.got.value.devices : []} />}</Asked>
    </>
  );
}

function NoDevices(): React.JSX.Element {
  return (
    <Card id="devices" title={t('things.devices.none')}>
      <p><Text id="things.devices.none_says" values={{ code: (words) => <code>{words}</code> }} /></p>
    </Card>
  );
}

function Devices({ devices, now }: { readonly devices: ThingsShown['devices']; readonly now: number }): React.JSX.Element {
  const [sought, seek] = useState('');
  const [unboundOnly, setUnboundOnly] = useState(false);
  const shown = devices.filter((device) => isNamedBy(device, sought) && (!unboundOnly || !isBound(device)));
  const unbound = devices.filter((device) => !isBound(device)).length;
  return (
    <>
      <p className="things-sum">{t('things.devices.sum', { count: devices.length, used: devices.length - unbound })} {unbound === 0 ? '' : unbound === devices.length ? t('things.devices.all_unbound') : t('things.devices.unbound', { count: unbound })}</p>
      {devices.length < searchFrom ? null : (
        <p className="things-search">
          <label>{t('things.devices.look_for')} <input type="text" value={sought} placeholder={t('things.devices.look_for_what')} onChange={({ target }) => seek(target.value)} /></label>
          <label className="check-line"><input type="checkbox" checked={unboundOnly} onChange={({ target }) => setUnboundOnly(target.checked)} /> {t('things.devices.unbound_only')}</label>
        </p>
      )}
      {shown.length === 0 ? <p className="empty">{t('things.devices.no_such')}</p> : (
        <div className="areas">{byArea(shown).map(({ area, devices: own }) => (
          <Card key={area ?? ''} id={`area-${area ?? 'none'}`.replaceAll(/\s+/g, '-')} title={area ?? t('things.devices.no_area')} aside={<span className="quiet">{t('things.devices.count', { count: own.length })}</span>}>
            <ul className="devices">{own.map((device) => <li key={device.id} className="device"><Device device={device} now={now} /></li>)}</ul>
          </Card>
        ))}</div>
      )}
    </>
  );
}

function isBound({ streams }: DeviceShown): boolean {
  return streams.some(({ bound }) => bound.length > 0);
}

function Device({ device, now }: { readonly device: DeviceShown; readonly now: number }): React.JSX.Element {
  const { id, name, manufacturer, model, signs, streams, others } = device;
  const [own, measuring] = [streams.filter(({ diagnostic }) => diagnostic), streams.filter(({ diagnostic }) => !diagnostic)];
  const isAway = streams.length > 0 && streams.every(({ available }) => available === false);
  const make = [manufacturer, model].filter((each) => each !== null).join(' ');
  return (
    <>
      <div className="device-head">
        <h3>{name}</h3>
        {isAway ? <span className="tag tag-low">{t('things.devices.away')}</span> : null}
        {isBound(device) ? null : <span className="tag tag-unknown">{t('things.devices.not_bound')}</span>}
        {signs ? <span className="tag tag-ok" title={t('things.devices.signs_says')}>{t('things.devices.signs')}</span> : null}
      </div>
      <p className="quiet device-make">{make === '' || make === name ? null : <>{make} · </>}<code>{id}</code>{own.map((each) => <Own key={each.stream} stream={each} />)}</p>
      <ul>{measuring.map((each) => <li key={each.stream}><Stream device={device} stream={each} now={now} /></li>)}</ul>
      {others.length === 0 ? null : (
        <details className="each">
          <summary>{t('things.devices.no_readings', { count: others.length })}</summary>
          <ul className="plain-list">{others.map(({ label, component, reason }) => <li key={`${component} ${label}`}>{label} <span className="quiet">({component}){reason === null ? '' : `: ${phrase(reason)}`}</span></li>)}</ul>
        </details>
      )}
    </>
  );
}

/** Of the device itself: battery, signal. */
function Own({ stream }: { readonly stream: StreamShown }): React.JSX.Element | null {
  const { last, unit, deviceClass, label } = stream;
  return last === null ? null : <> · {label.toLowerCase().replaceAll('_', ' ')} {valueWords({ value: last.value, unit: deviceClass === 'battery' && unit === '%EL' ? '/100' : unit, deviceClass })}</>;
}

function Stream({ device, stream: shown, now }: { readonly device: DeviceShown; readonly stream: StreamShown; readonly now: number }): React.JSX.Element {
  const { stream, label, available, bound, health } = shown;
  return (
    <div className="channel">
      <span className="channel-label">{label === device.name ? t('things.devices.says') : sentence(label.replaceAll('_', ' '))}</span>
      <LastSaid stream={shown} now={now} />
      <span className="channel-use">
        {available === false ? <span className="tag tag-low">{t('things.devices.away')}</span> : null}
        {bound.map(({ binding, subject, as }) => <a key={`${binding} ${as}`} className="tag tag-ok" href={`#/things/rebind/${encodeURIComponent(binding)}`}>{titled(subject)}</a>)}
        {bound.length === 0 ? null : <a className="small-button" href={`#/things/look/${encodeURIComponent(stream)}`} aria-label={t('things.devices.readings_of', { device: device.name, label })}>{t('things.devices.readings')}</a>}
        {bound.length > 0 ? null : <a className="small-button" href={`#/things/bind/${encodeURIComponent(stream)}`} aria-label={t('things.devices.bind_of', { device: device.name, label })}>{t('things.devices.bind')}</a>}
      </span>
      {health === null || health.what === 'back' ? null : <span className="channel-health">{sentence(phrase(health.says))}</span>}
    </div>
  );
}

function LastSaid({ stream: { last, hidden, of, unit, deviceClass }, now }: { readonly stream: StreamShown; readonly now: number }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  if (hidden && of.length === 0) return <span className="channel-last quiet">{t('things.devices.members_only')}</span>;
  if (hidden) return <span className="channel-last quiet">{t('things.devices.measures', { names: of.map(nameOf).join(', ') })}</span>;
  if (last === null) return <span className="channel-last quiet">{t('things.devices.nothing_yet')}</span>;
  return <span className="channel-last"><strong>{valueWords({ value: last.value, unit, deviceClass })}</strong> <span className="quiet">{last.at === null ? t('things.devices.before') : agoWords(now - last.at)}</span></span>;
}
