import { t } from '../messages/t.ts';

/** What of each reading may be seen; null: all of it. @example fieldsWords(['value', 'at']) === 'value and at of each reading' */
export function fieldsWords(fields: readonly string[] | null): string {
  return fields === null ? t('things.fields.all') : t('things.fields.some', { fields: fields.join(', ') });
}
