import { known, locale, t } from '../messages/t.ts';

/** What of each reading may be seen; null: all of it. @example fieldsWords(['value', 'at']) === 'the value and the time of each reading' */
export function fieldsWords(fields: readonly string[] | null): string {
  if (fields === null) return t('things.fields.all');
  const words = fields.map((field) => known(`things.field.${field}`) ?? field);
  return t('things.fields.some', { fields: words.length === 0 ? t('things.fields.none') : new Intl.ListFormat(locale(), { type: 'conjunction' }).format(words) });
}
