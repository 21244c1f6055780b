/** What a stream that measures somebody may be used for, as that person can switch it. */
import type { MeasuringShown, PermitShown } from '../../../src/views/sensing-shown.ts';
import { t } from '../messages/t.ts';
import { fieldsWords } from './fields-words.ts';
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
  if (permit === null) return title === null ? t('things.purpose.off_own') : t('things.purpose.off', { title });
  const { to, fields } = permit.permit;
  const look = to === undefined ? t('things.purpose.no_look') : t('things.purpose.look', { name: nameOf(to), fields: fieldsWords(fields ?? null) });
  return title === null ? t('things.purpose.on_own', { purpose, look }) : t('things.purpose.on', { title, look });
}
