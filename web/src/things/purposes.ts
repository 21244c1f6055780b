/** What a stream that measures somebody may be used for, as that person can switch it. */
import type { MeasuringShown, PermitShown } from '../../../src/views/sensing-shown.ts';
import { sayFields } from '../../../src/views/sensing-words.ts';
import type { SubjectShown } from './subjects.ts';

export type Purpose = {
  readonly purpose: string;
  /** Of the agreement; null: a purpose of one's own, or an agreement that doesn't listen to it. */
  readonly title: string | null;
  readonly subjects: readonly string[];
  /** Null: not permitted. */
  readonly permit: PermitShown | null;
};

/** Agreements that listen to what is made of the stream, then what else is permitted. */
export function purposesOf({ bindings, permits }: MeasuringShown['streams'][number], watched: readonly SubjectShown[]): Purpose[] {
  const hearing = Map.groupBy(watched.filter(({ subject }) => bindings.some((each) => each.subject === subject)), ({ subcontract }) => subcontract);
  const permitFor = (purpose: string): PermitShown | null => permits.find(({ permit }) => permit.purpose === purpose) ?? null;
  const agreements = [...hearing].map(([purpose, own]): Purpose => ({ purpose, title: own[0]?.title ?? purpose, subjects: [...new Set(own.map(({ subject }) => subject))], permit: permitFor(purpose) }));
  const others = permits.filter(({ permit }) => !hearing.has(permit.purpose)).map((permit): Purpose => ({ purpose: permit.permit.purpose, title: null, subjects: [], permit }));
  return [...agreements, ...others];
}

/** What it means, in words: of the agreement and of whoever may look. */
export function effectWords({ purpose, title, permit }: Purpose, nameOf: (id: string) => string): string {
  const agreement = title === null ? `“${purpose}”` : `“${title}”`;
  if (permit === null) {
    return title === null ? 'off: nobody looks at it for that' : `off: ${agreement} hears nothing of you from it; a taking that nobody can be named for goes to a person`;
  }
  const { to, fields } = permit.permit;
  const look = to === undefined ? 'nobody looks at the readings themselves' : `${nameOf(to)} may see ${sayFields(fields ?? null)} of each reading, and you are told each time`;
  return title === null ? `on: ${look}` : `on: ${agreement} hears what it says of you; ${look}`;
}
