import { useState } from 'react';
import type { ModelShown, StreamShown } from '../../../src/views/things-shown.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { useLive } from '../api/live.ts';
import { postFile } from '../api/post.ts';
import { Asked } from '../decide/asking.tsx';
import { count } from '../words/amounts.ts';
import { shortened } from '../words/names.ts';

type ModelFieldProps = {
  readonly model: string | undefined;
  /** Whose vectors it is to read. */
  readonly stream: StreamShown | undefined;
  readonly choose: (hash: string) => void;
};

const learners = { 'shrinkage-lda': 'a linear discriminant', 'extra-trees': 'extra-trees' } as const satisfies { readonly [learner in ModelShown['learner']]: string };
/** Classes that are named; a model has up to 256. */
const classesShown = 8;

/** Those that lie where the server runs, each by what it tells apart; or a file, as `sensing train` wrote it. */
export function ModelField({ model, stream, choose }: ModelFieldProps): React.JSX.Element {
  const [uploads, setUploads] = useState(0);
  const live = useLive<readonly ModelShown[]>('/api/models', uploads);
  return (
    <fieldset className="purposes"><legend>By which trained model?</legend>
      <Asked live={live}>{(models) => (
        <>
          {models.length === 0 ? <p className="empty">None lies here yet. <code>sensing train</code> makes one of labelled rows.</p> : models.map((each) => (
            <label key={each.hash} className="option">
              <input type="radio" name="model" checked={model === each.hash} onChange={() => choose(each.hash)} />
              <span><strong>{classWords(each.classes)}</strong> <span className="quiet">from {count(each.features, 'number')} by {learners[each.learner]}{each.bindings.length === 0 ? '' : `, used by ${each.bindings.join(', ')}`}; <code>{shortened(each.hash, 16)}</code></span></span>
            </label>
          ))}
          <Misfit model={models.find(({ hash }) => hash === model)} stream={stream} />
        </>
      )}</Asked>
      <Upload kept={(hash) => { setUploads((done) => done + 1); choose(hash); }} />
      <p className="quiet">The log names it by the SHA-256 of its file, so that everyone can tell which one it was.</p>
    </fieldset>
  );
}

/** @example classWords(['none', 'one']) === 'none or one' */
function classWords(classes: readonly string[]): string {
  if (classes.length > classesShown) return `${classes.slice(0, classesShown).join(', ')} and ${classes.length - classesShown} more`;
  return `${classes.slice(0, -1).join(', ')} or ${classes.at(-1) ?? ''}`;
}

/** Vectors of another length are passed over, so that nothing would ever be said. */
function Misfit({ model, stream }: { readonly model: ModelShown | undefined; readonly stream: StreamShown | undefined }): React.JSX.Element | null {
  const said = stream?.last?.value;
  const numbers = Array.isArray(said) ? said.length : typeof said === 'number' ? 1 : undefined;
  if (model === undefined || numbers === undefined || numbers === model.features) return null;
  return <p className="refused" role="alert">The stream says {count(numbers, 'number')} at a time, and this model reads {model.features}: it could say nothing.</p>;
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
      <label className="field"><span>Or put a model’s file there <span className="quiet">{me.ready ? 'as sensing train wrote it' : 'with a key in this browser'}</span></span>
        <input type="file" accept=".model,.json,application/json" disabled={busy || !me.ready} onChange={({ target }) => { const [file] = target.files ?? []; if (file !== undefined) void upload(file); }} /></label>
      <RefusedNote refused={refused} />
    </>
  );
}
