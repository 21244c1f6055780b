import type { Area } from './areas.ts';
import type { Messages } from './t.ts';

/** Message files by their paths, whose last part names the area. */
export type MessageFiles = { readonly [path: string]: MessageFile };
export type MessageFile = { readonly [key: string]: string };
/** The same, each fetched when it is asked for. */
export type AreaLoaders = { readonly [path: string]: () => Promise<MessageFile> };

/** What a language is for the browser: the texts that stand around every page come at once, those of other areas with the pages that say them; mails, and the pages for who may not come in, are the server's. */
export type Texts = { readonly first: MessageFiles; readonly later: AreaLoaders };

/** @example messagesIn({ 'en/app.json': { language: 'Language' } }) is { 'app.language': 'Language' } */
export function messagesIn(files: MessageFiles): Messages {
  return Object.fromEntries(Object.entries(files).flatMap(([path, file]) => Object.entries(file).map(([key, message]) => [`${areaOf(path)}.${key}`, message])));
}

/**
 * The messages of some areas. Those that came first, or are on their way already, aren't fetched again.
 * @throws what the browser throws when a file can't be fetched
 */
export async function messagesOfAreas({ later }: Texts, areas: readonly Area[]): Promise<Messages> {
  const wanted = Object.entries(later).filter(([path]) => areas.some((area) => area === areaOf(path)));
  return messagesIn(Object.fromEntries(await Promise.all(wanted.map(async ([path, load]) => [path, await load()] as const))));
}

/** @example areaOf('../messages/en/app.json') === 'app' */
function areaOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.json$/, '');
}
