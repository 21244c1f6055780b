import type { AreaLoaders, MessageFile, MessageFiles } from './files.ts';

export const first: MessageFiles = import.meta.glob('../../../messages/es/{app,door,me,offline,refusals,why,words}.json', { eager: true, import: 'default' });
export const later: AreaLoaders = import.meta.glob<MessageFile>(['../../../messages/es/*.json', '!../../../messages/es/{app,door,me,offline,refusals,why,words,mails,shut}.json'], { import: 'default' });
