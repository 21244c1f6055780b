import type { SubcontractShown } from '../../../src/views/shown.ts';
import { known, t } from '../messages/t.ts';
import { called, calledAlone, titled } from '../words/names.ts';

/** What people call a topic: an agreement's by its title and its own words, the rest from the messages. */
export function topicName(topic: string, subcontractOf: (id: string | null) => SubcontractShown | undefined): string {
  const [holder = '', ...parts] = topic.split('/');
  const part = parts.join('/');
  const holderName = holder.startsWith('@') ? (known(`notices.topic.${holder.slice(1)}`) ?? t('notices.topic.other')) : (subcontractOf(holder)?.title ?? titled(holder));
  if (part === '') return holderName;
  if (!holder.startsWith('@')) return calledAlone(part, subcontractOf(holder)?.kit);
  return `${holderName}: ${holder === '@review' || holder === '@debt' ? (subcontractOf(part)?.title ?? titled(part)) : called(part)}`;
}
