import { base } from '../api/base.ts';
import { isOwed } from '../api/owed.ts';
import { isAtDoor } from '../door/home.ts';

/** Where this page was entered. Whoever is invited may see nothing of the collective yet, nor may a member on a device that isn't known, nor whoever comes after one who signed out. */
export const entrance: 'door' | 'come-in' | 'join' | 'signed-out' | 'inside' = isAtDoor ? 'door' : at('/come-in') ? 'come-in' : at('/join') ? 'join' : isOwed() ? 'signed-out' : 'inside';

function at(place: string): boolean {
  return globalThis.location?.pathname === `${base}${place}`;
}
