/** What whoever founds has filled in, and how it becomes the request. */
import type { FoundingKitShown } from '../../../src/views/home-shown.ts';
import { addressNameFor } from '../../../src/vocabulary/base-path.ts';
import { formatDecimal } from '../../../src/vocabulary/decimals.ts';
import { isId } from '../../../src/vocabulary/ids.ts';
import { amountIn, type AmountIn } from '../money/amounts-in.ts';
import { t } from '../messages/t.ts';

export type Device = 'simulated' | 'real' | 'none';

export type Draft = {
  readonly name: string; readonly place: string; readonly zone: string;
  /** Empty: made of the name. */
  readonly address: string;
  readonly founder: string; readonly founderId: string; readonly opening: string;
  readonly unit: string; readonly unitId: string; readonly decimals: number;
  readonly kits: readonly string[]; readonly device: Device;
};

/** What the first two agreements are, unless one chooses others. */
export const proposedKits = ['firewood', 'cash-box'];

export function emptyDraft(): Draft {
  return {
    name: '', place: '', zone: zoneHere(), address: '', founder: '', founderId: '', opening: '100', unit: t('found.unit.default'), unitId: '', decimals: 2,
    kits: proposedKits, device: 'simulated',
  };
}

/** What a scale counts in an agreement: pieces that are taken, and how many there are. Undefined: it hears of no such thing. */
export function scaleOf({ watched }: FoundingKitShown): string | undefined {
  return watched.find(({ events }) => ['taken', 'returned', 'level'].every((event) => events.includes(event)))?.subject;
}

/** What a device of the chosen agreements watches: a scale's first. */
export function subjectOf({ kits, device }: Draft, known: readonly FoundingKitShown[]): string | undefined {
  const chosen = known.filter(({ name }) => kits.includes(name));
  const [scale] = chosen.flatMap((kit) => scaleOf(kit) ?? []);
  return device === 'simulated' ? scale : scale ?? chosen.flatMap(({ watched }) => watched)[0]?.subject;
}

/** Made of what people call it, where nothing else was said. */
export function addressOf({ address, name }: Draft): string {
  return address.trim() === '' ? addressNameFor(name) : address.trim();
}

export function founderIdOf({ founderId, founder }: Draft): string {
  return founderId.trim() === '' ? addressNameFor(founder.trim().split(/\s+/)[0] ?? '') : founderId.trim();
}

export function unitIdOf({ unitId, unit }: Draft): string {
  return unitId.trim() === '' ? addressNameFor(unit) : unitId.trim();
}

/** What whoever founds begins with: nothing is an amount here. */
export function openingIn({ opening, decimals }: Draft): AmountIn {
  const read = amountIn(opening, decimals);
  return !read.ok && read.why === 'nothing' ? { ok: true, amount: formatDecimal(0, decimals) } : read;
}

/** Whether a step says all that it must. */
export function isWhole(draft: Draft, step: number): boolean {
  if (step === 0) return draft.name.trim() !== '' && addressOf(draft) !== '' && draft.zone !== '';
  if (step === 1) return draft.founder.trim() !== '' && isId(founderIdOf(draft)) && draft.unit.trim() !== '' && isId(unitIdOf(draft)) && openingIn(draft).ok;
  return true;
}

/** The reader's own, which most often is the collective's. */
function zoneHere(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function zones(): readonly string[] {
  return [...new Set([zoneHere(), 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort();
}

export type Unanswered = { readonly draft: Draft; readonly request: string };

const keptUnder = 'frankpledge-founding';

/** What was sent and got no answer: the page may have been closed meanwhile. Sent again just so, it founds once. */
export function unanswered(): Unanswered | null {
  try {
    return JSON.parse(localStorage.getItem(keptUnder) ?? 'null') as Unanswered | null;
  } catch {
    return null;
  }
}

export function keepUnanswered(sent: Unanswered | null): void {
  try {
    if (sent === null) localStorage.removeItem(keptUnder);
    else localStorage.setItem(keptUnder, JSON.stringify(sent));
  } catch {
    // It then lasts as long as the page.
  }
}
