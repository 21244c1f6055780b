/** Reads the steps by which people come, take up what binds them, and go; and the founders' signatures. */
import type { Accepted, Act, ActOf } from './acts.ts';
import type { Names } from './names.ts';
import { readCancel } from './outside.ts';
import { readSaidByEach, readSpeaker, saidKeys } from './saying.ts';
import { readWithdrawn } from './voting.ts';
import type { Place } from './yaml-place.ts';

/** Admitted by right, and at once; where the charter has the members decide, an admission is proposed. */
export function readJoin(place: Place, names: Names): ActOf<'join'> {
  place.only(['id', 'name', 'accepts', 'by']);
  const idPlace = place.need('id');
  const id = idPlace.id();
  const name = place.optional('name')?.text();
  const by = place.optional('by');
  return {
    kind: 'join', id, ...(name === undefined ? {} : { name }), by: by === undefined ? null : readSpeaker(by, names),
    accepts: place.optional('accepts') === undefined ? [] : readAccepted(place.need('accepts'), names),
  };
}

/** Also to volunteer for a trial. */
export function readAccept(place: Place, names: Names): ActOf<'accept'> {
  place.only([...saidKeys, 'subcontract']);
  return { kind: 'accept', ...readSaidByEach(place, names), subcontracts: readAccepted(place.need('subcontract'), names), given: true };
}

function readAccepted(place: Place, names: Names): Accepted {
  const ids = names.subcontracts.map((each) => each.id);
  if (Array.isArray(place.raw())) return place.list().map((each) => each.oneOf(ids, 'subcontract'));
  if (place.raw() === 'none') return [];
  const one = place.oneOf([...ids, 'all'], 'subcontract');
  return one === 'all' ? 'all' : [one];
}

export function readConsent(place: Place, names: Names): ActOf<'consent'> {
  return readConsenting(place, names, true);
}

/** A proposal of one's own, a payout, a consent, or (without a part) from a trial. */
export function readWithdraw(place: Place, names: Names): Act {
  if (place.optional('proposal') !== undefined) return readWithdrawn(place, names);
  if (place.optional('payout') !== undefined) return readCancel(place, names);
  if (place.optional('part') !== undefined) return readConsenting(place, names, false);
  place.only([...saidKeys, 'subcontract', 'part', 'proposal', 'payout']);
  return { kind: 'accept', ...readSaidByEach(place, names), subcontracts: [place.need('subcontract').oneOf(names.subcontracts.map((each) => each.id), 'subcontract')], given: false };
}

function readConsenting(place: Place, names: Names, given: boolean): ActOf<'consent'> {
  place.only([...saidKeys, 'subcontract', 'part']);
  const id = place.need('subcontract').oneOf(names.subcontracts.map((each) => each.id), 'subcontract');
  const part = place.need('part');
  const parts = Object.keys(names.kits.get(names.subcontracts.find((each) => each.id === id)?.kit ?? '')?.parts ?? {});
  if (id !== '' && typeof part.raw() === 'string' && !parts.includes(part.text())) part.note(`${id} has no part "${part.text()}"`, part.text(), parts);
  return { kind: 'consent', ...readSaidByEach(place, names), subcontract: id, part: part.text(), given };
}

export function readLeave(place: Place, names: Names): ActOf<'leave'> {
  place.only(saidKeys);
  return { kind: 'leave', ...readSaidByEach(place, names) };
}

/** A founder, over the founding as it stands. */
export function readSign(place: Place, names: Names): ActOf<'sign'> {
  place.only(saidKeys);
  return { kind: 'sign', ...readSaidByEach(place, names) };
}
