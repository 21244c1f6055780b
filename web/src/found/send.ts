/** Sends a founding: with one key and one name for the request, however often it takes until an answer comes. */
import type { FoundedShown, FoundingKitShown } from '../../../src/views/home-shown.ts';
import { forgetKey, isKept, keptKey, makeBrowserKey } from '../acting/keys.ts';
import { comeInAt, rememberCollective } from '../door/home.ts';
import { postJson, type Refused } from '../api/post.ts';
import { refusal } from '../api/refusal.ts';
import { asPost, isOpen } from '../api/exchange.ts';
import { t } from '../messages/t.ts';
import { addressOf, founderIdOf, openingIn, subjectOf, unitIdOf, type Draft } from './draft.ts';

export type Founded = { readonly ok: true; readonly value: FoundedShown } | { readonly ok: false; readonly refused: Refused };

/** A new name for each thing that is asked for; the same thing again has the same. */
export function newRequest(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const notKept = 'no_store';

/** Whether the collective may be there although no answer says so: then the same is asked again, by the same key. */
export function mayBeFounded(answer: Founded): boolean {
  return !answer.ok && (isOpen(answer.refused.code) || answer.refused.code === notKept);
}

/** The key is kept before anything is asked, so that nobody founds without one; it gets the collective's name when there is one. */
export async function found(draft: Draft, request: string, kits: readonly FoundingKitShown[]): Promise<Founded> {
  const waiting = `founding/${request}`;
  const id = founderIdOf(draft);
  const key = await keptKey(waiting).catch(() => undefined) ?? await makeBrowserKey(waiting, id, `member-${id}`);
  if (!await isKept(key)) return noStore();
  const answer = await postJson<FoundedShown>('/api/collectives', asked(draft, request, kits, key.publicKey));
  if (!answer.ok) {
    if (!mayBeFounded(answer)) await forgetKey(waiting);
    return answer.refused.code === 'already_so' ? { ok: false, refused: { ...refusal('already_so', answer.refused.detail), message: t('found.taken'), hint: t('found.taken.do') } } : answer;
  }
  const { origin, address } = answer.value;
  if (!await isKept({ ...key, origin, member: answer.value.member, id: answer.value.key, state: 'ready' })) return noStore();
  await forgetKey(waiting);
  rememberCollective(address, origin);
  await comeInAt(address, origin);
  return answer;
}

function noStore(): Founded {
  return { ok: false, refused: { code: notKept, message: t('found.no_store'), hint: t('found.no_store.do') } };
}

/** So that there is something to take from: what the simulated scale of a new collective says first. */
const firstLevel = 60;

/** The simulated device says how much there is, so that the first page isn't empty. */
export async function beginSimulation({ page }: FoundedShown, device = 'scale'): Promise<void> {
  await fetch(`${page}api/simulated/${device}`, asPost({ event: 'level', values: { count: firstLevel } })).catch(() => undefined);
}

function asked(draft: Draft, request: string, kits: readonly FoundingKitShown[], publicKey: string): object {
  const opening = openingIn(draft);
  const chosen = kits.filter(({ name }) => draft.kits.includes(name));
  const subject = subjectOf(draft, kits);
  return {
    request, address: addressOf(draft), name: draft.name.trim(), place: draft.place.trim(), zone: draft.zone,
    unit: { id: unitIdOf(draft), name: draft.unit.trim(), decimals: draft.decimals },
    founder: { id: founderIdOf(draft), name: draft.founder.trim(), public_key: publicKey, opening: opening.ok ? opening.amount : draft.opening.trim() },
    kits: chosen.map(({ name }) => ({ kit: name, id: name })), common: t('found.common'),
    device: subject === undefined ? 'none' : draft.device, ...(subject === undefined || draft.device === 'none' ? {} : { subject }),
  };
}
