import { useState } from 'react';
import type { ModelShown, StreamShown } from '../../../src/views/things-shown.ts';
import { Text } from '../messages/text.tsx';
import { locale, t } from '../messages/t.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { useLive } from '../api/live.ts';
import { postFile } from '../api/post.ts';
import { Asked } from '../decide/asking.tsx';
import { shortened } from '../words/names.ts';

type ModelFieldProps = {
  readonly model: string | undefined;
  /** Whose vectors it is to read. */
  readonly stream: StreamShown | undefined;
  readonly choose: (hash: string) => void;
};

/** Classes that are named; a model has up to 256. */
const classesShown = 8;

/** Those that lie where the server runs, each by what it tells apart; or a file, as `sensing train` wrote it. */
export function ModelField({ model, stream, choose }: ModelFieldProps): React.JSX.Element {
  const [uploads, setUploads] = useState(0);
  const live = useLive<readonly ModelShown[]>('/api/models', uploads);
  return (
    <fieldset className="purposes"><legend>{t('things.model.which')}</legend>
      <Asked live={live}>{(models) => (
        <>
          {models.length === 0 ? <p className="empty"><Text id="things.model.none" values={{ code: (words) => <code>{words}</code> }} /></p> : models.map((each) => (
            <label key={each.hash} className="option">
              <input type="radio" name="model" checked={model === each.hash} onChange={() => choose(each.hash)} />
              <span><strong>{classWords(each.classes)}</strong> <span className="quiet">{t('things.model.from', { count: each.features, learner: t(`things.model.learner.${each.learner}`) })}{each.bindings.length === 0 ? '' : `, ${t('things.model.used', { names: each.bindings.join(', ') })}`}; <code>{shortened(each.hash, 16)}</code></span></span>
            </label>
          ))}
          <Misfit model={models.find(({ hash }) => hash === model)} stream={stream} />
        </>
      )}</Asked>
      <Upload kept={(hash) => { setUploads((done) => done + 1); choose(hash); }} />
      <p className="quiet">{t('things.model.named')}</p>
    </fieldset>
  );
}

/** @example classWords(['none', 'one']) === 'none or one' */
function classWords(classes: readonly string[]): string {
  if (classes.length > classesShown) return t('things.model.classes_more', { classes: classes.slice(0, classesShown).join(', '), count: classes.length - classesShown });
  return new Intl.ListFormat(locale(), { type: 'disjunction' }).format(classes);
}

/** Vectors of another length are passed over, so that nothing would ever be said. */
function Misfit({ model, stream }: { readonly model: ModelShown | undefined; readonly stream: StreamShown | undefined }): React.JSX.Element | null {
  const said = stream?.last?.value;
  const numbers = Array.isArray(said) ? said.length : typeof said === 'number' ? 1 : undefined;
  if (model === undefined || numbers === undefined || numbers === model.features) return null;
  return <p className="refused" role="alert">{t('things.model.misfit', { count: numbers, features: model.features })}</p>;
}

function Upload({ kept }: { readonly kept: (hash: string) => void }): React.JSX.Element {
  const me = useMe();
  const { busy, refused, run } = useActing();
  const upload = async (file: File): Promise<void> => {
    let hash = '';
    const isDone = await run(() => me.withSession(async () => {
      const posted = await postFile<{ readonly model: string }>('/api/models', 'application/json', await file.text());
      if (!posted.ok) return posted;
      hash = posted.value.model;
      return { ok: true, record: null };
    }));
    if (isDone) kept(hash);
  };
  return (
    <>
      <label className="field"><span>{t('things.model.upload')} <span className="quiet">{t(me.ready ? 'things.model.upload_how' : 'things.with_key')}</span></span>
        <input type="file" accept=".model,.json,application/json" disabled={busy || !me.ready} onChange={({ target }) => { const [file] = target.files ?? []; if (file !== undefined) void upload(file); }} /></label>
      <RefusedNote refused={refused} />
    </>
  );
}
