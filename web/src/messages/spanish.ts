import type { MessageFiles } from './files.ts';

export const files: MessageFiles = import.meta.glob('../../../messages/es/*.json', { eager: true, import: 'default' });
