import { base } from '../api/base.ts';
import { isAtDoor } from '../door/home.ts';

/** Where this page was entered. Whoever is invited may see nothing of the collective yet, nor may a member on a device that isn't known. */
export const entrance: 'door' | 'come-in' | 'join' | 'inside' = isAtDoor ? 'door' : at('/come-in') ? 'come-in' : at('/join') ? 'join' : 'inside';

function at(place: string): boolean {
  return globalThis.location?.pathname === `${base}${place}`;
}
