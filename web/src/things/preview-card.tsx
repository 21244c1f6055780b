import { useState } from 'react';
import type { Model } from '../../../src/sensing/learn/model.ts';
import type { Found } from '../../../src/sensing/methods/method.ts';
import type { ReadingsShown } from '../../../src/views/things-shown.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { getJson } from '../api/get.ts';
import { useSpeaking } from '../words/context.ts';
import { called, sentence } from '../words/names.ts';
import { dayAndTime } from '../words/time.ts';
import type { Readied } from './binding-draft.ts';
import { preview, type Previewed } from './preview.ts';

const foundShown = 8;

type State = { readonly of: Readied; readonly previewed: Previewed | string };

/** Tries what is written on the readings that are kept. */
export function PreviewPanel({ readied }: { readonly readied: Readied }): React.JSX.Element {
  const [state, setState] = useState<State | null>(null);
  const [busy, setBusy] = useState(false);
  const tryIt = async (): Promise<void> => {
    setBusy(true);
    setState({ of: readied, previewed: await previewed(readied) });
    setBusy(false);
  };
  return (
    <div className="preview">
      <p className="row-of-buttons"><button type="button" className="small-button" disabled={busy} onClick={() => void tryIt()}>{t('things.preview.ask')}</button><span className="quiet">{t('things.preview.over')}</span></p>
      {state === null || state.of !== readied ? null : typeof state.previewed === 'string' ? <p role="status">{sentence(state.previewed)}.</p> : <Said previewed={state.previewed} />}
    </div>
  );
}

async function previewed(readied: Readied): Promise<Previewed | string> {
  const answers = await Promise.all(readied.binding.streams.map(({ stream }) => getJson<ReadingsShown>(`/api/things/${encodeURIComponent(stream)}/readings`, AbortSignal.timeout(30_000))));
  const refused = answers.find((got) => !got.ok);
  if (refused?.ok === false) return refused.message;
  const { model: hash } = readied.binding;
  const model = hash === undefined ? undefined : await getJson<Model>(`/api/models/${hash}`, AbortSignal.timeout(60_000));
  if (model?.ok === false) return model.message;
  const result = preview(readied, answers.flatMap((got) => (got.ok ? [got.value] : [])), model?.value);
  return result.ok ? result.value : phrase(result.refusal.detail);
}

function Said({ previewed: { readings, from, until, found } }: { readonly previewed: Previewed }): React.JSX.Element {
  const { zone } = useSpeaking();
  const events = [...Map.groupBy(found, ({ event }) => event)].map(([event, own]) => t('things.preview.times', { event: called(event), count: own.length }));
  return (
    <div role="status">
      <p>{t('things.preview.said', { count: readings, from: dayAndTime(zone, from), until: dayAndTime(zone, until), events: events.length === 0 ? t('things.preview.nothing') : events.join(', ') })}</p>
      <ul className="plain-list">{found.slice(-foundShown).reverse().map((each) => <li key={each.id}><FoundLine found={each} /></li>)}</ul>
    </div>
  );
}

function FoundLine({ found: { at, event, values, raw } }: { readonly found: Found }): React.JSX.Element {
  const { zone } = useSpeaking();
  const said = Object.entries(values).map(([name, value]) => `${called(name)} ${String(value)}`).join(', ');
  return <>{dayAndTime(zone, at)}: <strong>{called(event)}</strong> {said} <span className="quiet">{Math.round(100 * raw.event)} %</span></>;
}
