/** Commands that look at sensing's past: in a data folder, or of a running collective by its link. */
import { isAddress } from '../host/log-client.ts';
import { pastIn, type SensingPast } from '../host/sensing-past.ts';
import { pastAt } from '../host/sensing-past-at.ts';
import { printLooked, reading, type Looked } from './reading.ts';

/** For the help: what `--data` takes. */
export const placeUsage = '--data DIR|LINK';

export async function readingPast({ data, json }: { readonly data: string; readonly json?: boolean | undefined }, look: (past: SensingPast) => Promise<Looked>): Promise<number> {
  if (isAddress(data)) return printLooked(await look(pastAt(data)), json === true);
  return await reading({ data, json }, (connection) => look(pastIn(connection)));
}
