/** What every part of the page needs to speak of people, amounts and times. */
import { createContext, useContext } from 'react';
import type { Overview, SubcontractShown, UnitShown } from '../../../src/views/shown.ts';
import type { Happening } from '../why/happening.ts';
import { t } from '../messages/t.ts';
import { titled } from './names.ts';

export type Speaking = {
  /** The collective's name in every entry. */
  readonly origin: string;
  readonly zone: string;
  readonly nameOf: (id: string) => string;
  readonly unitOf: (id: string) => UnitShown | undefined;
  readonly subcontractOf: (id: string | null) => SubcontractShown | undefined;
  /** The other agreements of the same kit. */
  readonly alike: (subcontract: Pick<SubcontractShown, 'id' | 'kit'>) => readonly SubcontractShown[];
  /** Whether a person is to decide already on what an agreement heard of this observation. */
  readonly isInReview: (subcontract: string, observation: string) => boolean;
  /** Opens the why of something. */
  readonly open: (happening: Happening) => void;
};

export function speakingOf(overview: Pick<Overview, 'members' | 'units' | 'zone' | 'origin' | 'subcontracts' | 'reviews'>, open: (happening: Happening) => void): Speaking {
  const names = new Map(overview.members.map(({ id, name }) => [id, name]));
  const units = new Map(overview.units.map((unit) => [unit.id, unit]));
  const subcontracts = new Map(overview.subcontracts.map((subcontract) => [subcontract.id, subcontract]));
  return {
    origin: overview.origin, zone: overview.zone, open,
    nameOf: (id) => names.get(id) ?? (id === 'outside' ? t('words.outside') : titled(id)),
    unitOf: (id) => units.get(id),
    subcontractOf: (id) => (id === null ? undefined : subcontracts.get(id)),
    alike: ({ id, kit }) => overview.subcontracts.filter((each) => each.kit === kit && each.id !== id),
    isInReview: (subcontract, id) => overview.reviews.some((review) => review.subcontract === subcontract && review.observation?.id === id),
  };
}

export const SpeakingContext = createContext<Speaking | null>(null);

export function useSpeaking(): Speaking {
  const speaking = useContext(SpeakingContext);
  if (speaking === null) throw new Error('useSpeaking outside the page');
  return speaking;
}
