import type { Messages } from './t.ts';

/** Message files by their paths, whose last part names the area. */
export type MessageFiles = { readonly [path: string]: { readonly [key: string]: string } };

/** @example messagesIn({ 'en/app.json': { language: 'Language' } }) is { 'app.language': 'Language' } */
export function messagesIn(files: MessageFiles): Messages {
  return Object.fromEntries(Object.entries(files).flatMap(([path, file]) => {
    const area = path.slice(path.lastIndexOf('/') + 1).replace(/\.json$/, '');
    return Object.entries(file).map(([key, message]) => [`${area}.${key}`, message]);
  }));
}
