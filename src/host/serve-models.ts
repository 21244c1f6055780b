/** Trained models over HTTP: those in the data folder, one whole, and another one to be kept. */
import type { SensingPorts } from '../adapters/http/sensing-ports.ts';
import type { ModelsWire } from '../adapters/http/sensing-schemas.ts';
import type { KernelState } from '../kernel/state.ts';
import { modelBytesMax } from '../sensing/learn/read-model.ts';
import { ok, refuse } from '../vocabulary/result.ts';
import { keepModel, modelFiles, openModels } from './models.ts';

/** Bytes of all that are kept: some dozens of the largest, and no member can fill the disk. */
const allBytesMax = 16 * modelBytesMax;

type ModelPorts = Pick<SensingPorts, 'models' | 'model' | 'keepModel'>;
type About = Omit<ModelsWire[number], 'bindings' | 'bytes'>;

/** @param folder undefined: the collective is in memory, and keeps no files */
export function modelPorts(folder: string | undefined, state: () => Readonly<KernelState>): ModelPorts {
  const load = openModels(folder);
  const known = new Map<string, About>();
  const about = (hash: string): About | undefined => {
    const before = known.get(hash);
    if (before !== undefined) return before;
    const model = load(hash);
    if (model === undefined) return undefined;
    const { classes, features, learner } = model;
    known.set(hash, { hash, classes, features: features.length, learner: learner.kind });
    return known.get(hash);
  };
  return {
    models: () => (folder === undefined ? [] : modelFiles(folder)).flatMap(({ hash, bytes }) => {
      const found = about(hash);
      return found === undefined ? [] : [{ ...found, bytes, bindings: [...state().bindings.values()].filter(({ model }) => model === hash).map(({ id }) => id).sort() }];
    }),
    model: (hash) => {
      const found = /^[0-9a-f]{64}$/.test(hash) ? load(hash) : undefined;
      return found === undefined ? { ok: false, refusal: { code: 'unknown_thing', detail: 'no model of this hash is kept here' } } : ok(found);
    },
    keepModel: (text) => {
      if (folder === undefined) return refuse('stopped', 'this collective is in memory alone, and keeps no files');
      const bytes = modelFiles(folder).reduce((sum, file) => sum + file.bytes, 0);
      if (bytes + text.length > allBytesMax) return refuse('limit_reached', `models of ${Math.round(bytes / 1_048_576)} MB are kept here, and at most ${allBytesMax / 1_048_576} MB: whoever runs the server can take old ones out of its folder models/`);
      const kept = keepModel(folder, text);
      return kept.ok ? ok({ model: kept.value }) : kept;
    },
  };
}
