import type { MessageFiles } from './files.ts';

export const files: MessageFiles = import.meta.glob('../../../messages/de/*.json', { eager: true, import: 'default' });
