import type { MemberShown } from '../../../src/views/shown.ts';
import type { MethodShown } from '../../../src/views/things-shown.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { useMembers } from '../sections/use-members.ts';
import { useSpeaking } from '../words/context.ts';
import { sentence } from '../words/names.ts';
import type { BindFormProps } from './bind-form.tsx';
import { partFor, type DraftStream } from './binding-draft.ts';
import { partName } from './method-names.ts';
import { SettingFields } from './setting-fields.tsx';
import { streamIn, streamTitle, valueWords } from './values.ts';

type StreamFieldsProps = BindFormProps & { readonly method: MethodShown };

/** The streams with their parts, whom each measures, and a further one. */
export function StreamFields({ draft, write, devices, overview, method }: StreamFieldsProps): React.JSX.Element {
  const { streams } = draft;
  const change = (place: number, to: DraftStream | null): void => write({ ...draft, streams: streams.flatMap((each, at) => (at !== place ? [each] : to === null ? [] : [to])) });
  const missing = Object.entries(method.parts).filter(([as, { required }]) => required && !streams.some((each) => each.as === as));
  const free = devices.flatMap((device) => device.streams.filter(({ stream, diagnostic }) => !diagnostic && !streams.some((each) => each.stream === stream)).map((stream) => ({ device, stream })));
  const people = useMembers(overview).filter(({ commons, left }) => !commons && left === null);
  return (
    <fieldset className="bound-streams"><legend>{t('things.bind.from')}</legend>
      {streams.map((each, place) => (
        <div key={each.stream} className="inset">
          <StreamHead devices={devices} stream={each.stream} remove={streams.length > 1 ? () => change(place, null) : null} />
          <label className="field"><span>{t('things.bind.as')}</span>
            <select value={each.as} onChange={({ target }) => change(place, { ...each, as: target.value })}>
              {Object.entries(method.parts).map(([as, { says }]) => <option key={as} value={as}>{sentence(partName(as))}: {phrase(says)}</option>)}
            </select>
          </label>
          <Measured each={each} people={people} change={(of) => change(place, { ...each, of })} />
          <SettingFields fields={method.parts[each.as]?.fields ?? {}} before={`${each.stream}.`} written={draft.written} write={(written) => write({ ...draft, written })} summary={t('things.bind.how_it_errs')} />
        </div>
      ))}
      {missing.map(([as, { says }]) => <p key={as} className="refused">{t('things.bind.missing', { part: partName(as), says: phrase(says) })}</p>)}
      {free.length === 0 ? null : (
        <label className="field"><span>{t(streams.length === 0 ? 'things.bind.stream' : 'things.bind.further')} <span className="quiet">{streams.length === 0 ? '' : t('things.bind.further_how')}</span></span>
          <select value="" onChange={({ target }) => {
            const found = streamIn(devices, target.value);
            if (found !== undefined) write({ ...draft, streams: [...streams, { stream: found.stream.stream, as: partFor(draft.method, found.stream, streams), of: [] }] });
          }}>
            <option value="">{t('things.bind.choose')}</option>
            {free.map(({ device, stream }) => <option key={stream.stream} value={stream.stream}>{streamTitle(device, stream)}</option>)}
          </select>
        </label>
      )}
    </fieldset>
  );
}

function StreamHead({ devices, stream, remove }: { readonly devices: BindFormProps['devices']; readonly stream: string; readonly remove: (() => void) | null }): React.JSX.Element {
  const found = streamIn(devices, stream);
  const last = found?.stream.last ?? null;
  return (
    <p className="bound-head">
      <strong>{found === undefined ? stream : streamTitle(found.device, found.stream)}</strong>
      <span className="quiet">{last === null || found === undefined ? <code>{stream}</code> : t('things.bind.says', { value: valueWords({ value: last.value, unit: found.stream.unit, deviceClass: found.stream.deviceClass }) })}</span>
      {remove === null ? null : <button type="button" className="link-button" onClick={remove}>{t('things.bind.leave_out')}</button>}
    </p>
  );
}

/** Nothing of it is used before each of them permits it. */
function Measured({ each: { of }, people, change }: { readonly each: DraftStream; readonly people: readonly MemberShown[]; readonly change: (of: readonly string[]) => void }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  return (
    <details className="each measured-people" open={of.length > 0}>
      <summary>{of.length === 0 ? t('things.bind.of_nobody') : t('things.bind.of', { names: of.map(nameOf).join(', ') })}</summary>
      <p className="quiet">{t('things.bind.of_says')}</p>
      <p className="people">{people.map(({ id, name }) => (
        <label key={id} className="check-line"><input type="checkbox" checked={of.includes(id)} onChange={({ target }) => change(target.checked ? [...of, id] : of.filter((member) => member !== id))} /> {name}</label>
      ))}</p>
    </details>
  );
}
