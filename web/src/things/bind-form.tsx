import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import type { Overview } from '../../../src/views/shown.ts';
import type { DeviceShown, SensingShown, StreamShown } from '../../../src/views/things-shown.ts';
import { called, sentence, titled } from '../words/names.ts';
import { bindingName, eventsOf, needsModel, readied, suitedTo, withMethod, type Draft } from './binding-draft.ts';
import { methodName } from './method-names.ts';
import { ModelField } from './model-field.tsx';
import { PreviewPanel } from './preview-card.tsx';
import { PutBinding } from './put-binding.tsx';
import { SettingFields } from './setting-fields.tsx';
import { StreamFields } from './stream-fields.tsx';
import { useSubjects, type SubjectShown } from './subjects.ts';
import { streamIn } from './values.ts';
import { Weights } from './weights.tsx';

export type BindFormProps = {
  readonly draft: Draft; readonly write: (draft: Draft) => void; readonly devices: readonly DeviceShown[]; readonly sensing: SensingShown; readonly overview: Overview;
  readonly isNew: boolean;
};

/** In the order in which one thinks of it: what for, of what, from which streams, whom it measures, how; and then who decides. */
export function BindForm(props: BindFormProps): React.JSX.Element {
  const { draft, write, devices, sensing, overview, isNew } = props;
  const subjects = useSubjects(overview.subcontracts);
  const method = sensing.methods.find(({ name }) => name === draft.method);
  const result = readied(draft);
  const weight = draft.streams.find(({ as }) => as === 'weight');
  return (
    <div className="bind-form stack">
      <Purpose {...props} />
      {method === undefined ? null : (
        <>
          <Subject draft={draft} write={write} subjects={subjects} events={eventsOf(draft)} />
          <StreamFields {...props} method={method} />
          {needsModel(draft.method) ? <ModelField model={draft.model} stream={streamIn(devices, draft.streams[0]?.stream ?? '')?.stream} choose={(model) => write({ ...draft, model })} /> : null}
          {draft.method === 'load-cell' && weight !== undefined ? <Weights stream={streamIn(devices, weight.stream)?.stream} written={draft.written} write={(written) => write({ ...draft, written })} /> : null}
          <SettingFields fields={method.fields} written={draft.written} write={(written) => write({ ...draft, written })} without={draft.method === 'load-cell' ? ['known', 'piece_g'] : []} summary={t('things.bind.more_settings')} />
          <label className="field field-short"><span>{t('things.bind.keep')} <span className="quiet">{t('things.bind.keep_says')}</span></span>
            <input type="text" inputMode="numeric" value={draft.keepDays} onChange={({ target }) => write({ ...draft, keepDays: target.value })} /></label>
          {isNew ? (
            <label className="field field-short"><span>{t('things.bind.name')} <span className="quiet">{t('things.bind.name_empty', { name: draft.subject.trim() === '' ? t('things.bind.name_made') : bindingName(draft) })}</span></span><input type="text" value={draft.id} onChange={({ target }) => write({ ...draft, id: target.value })} /></label>
          ) : null}
          {result.ok ? <PreviewPanel readied={result.value} /> : null}
        </>
      )}
      <PutBinding result={result} draft={draft} overview={overview} />
    </div>
  );
}

function Purpose({ draft, write, devices, sensing, isNew }: BindFormProps): React.JSX.Element {
  const first = streamIn(devices, draft.streams[0]?.stream ?? '')?.stream;
  const suited = first === undefined ? undefined : suitedTo(first);
  const offered = [...sensing.methods].sort((a, b) => Number(b.name === suited) - Number(a.name === suited));
  const streamOf = (name: string): StreamShown | undefined => streamIn(devices, name)?.stream;
  return (
    <fieldset className="purposes"><legend>{t('things.bind.what_for')}</legend>
      {offered.map(({ name, says }) => (
        <label key={name} className="option">
          <input type="radio" name="method" value={name} checked={draft.method === name} onChange={() => write(withMethod(draft, name, streamOf))} />
          <span><strong>{sentence(methodName(name))}</strong>{name === suited && isNew ? <span className="tag tag-ok">{t('things.bind.suits')}</span> : null}<span className="quiet"> {phrase(says)}</span></span>
        </label>
      ))}
    </fieldset>
  );
}

type SubjectProps = { readonly draft: Draft; readonly write: (draft: Draft) => void; readonly subjects: readonly SubjectShown[]; readonly events: readonly string[] };

/** Those that the agreements watch are a touch away; those that listen to what the method says come first. */
function Subject({ draft, write, subjects, events }: SubjectProps): React.JSX.Element {
  const hears = ({ events: heard }: SubjectShown): boolean => heard.some((event) => events.includes(event));
  const inOrder = [...subjects].sort((a, b) => Number(hears(b)) - Number(hears(a)));
  const heardBy = subjects.filter(({ subject, events: heard }) => subject === draft.subject.trim() && heard.some((event) => events.includes(event)));
  const [first] = events;
  return (
    <div>
      <label className="field"><span>{t('things.bind.of_what')} <span className="quiet">{t('things.bind.of_what_how')}</span></span><input type="text" maxLength={64} value={draft.subject} onChange={({ target }) => write({ ...draft, subject: target.value })} /></label>
      <p className="suggestions">{inOrder.map(({ subject, subcontract, title }) => (
        <button key={`${subcontract} ${subject}`} type="button" className={`small-button ${subject === draft.subject ? 'is-chosen' : ''}`} title={title} onClick={() => write({ ...draft, subject })}>{titled(subject)}</button>
      ))}</p>
      {first === undefined || draft.subject === '' ? null : heardBy.length === 0
        ? <p className="quiet">{t('things.bind.unheard', { event: called(first), subject: draft.subject })}</p>
        : <p className="quiet">{t('things.bind.heard', { titles: heardBy.map(({ title }) => `“${title}”`).join(', ') })}</p>}
    </div>
  );
}
