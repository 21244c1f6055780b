/** The entries that found a collective from its settings: the founding itself, the adopted kits, consents, attested means. */
import type { Charter } from '../vocabulary/charter.ts';
import { protocolVersion, type EntryBody } from '../vocabulary/entries.ts';
import type { AmountsByUnit, KeyGrant, MemberGrant } from '../vocabulary/grants.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import type { Refusal } from '../vocabulary/result.ts';
import type { KernelState } from '../kernel/state.ts';
import type { Instant } from '../vocabulary/time.ts';
import type { ZoneRules } from '../vocabulary/zones.ts';
import { canonical } from '../log/canonical.ts';
import { toHex } from '../log/bytes.ts';
import type { Settings } from '../scenario/scenario.ts';
import { attestedValues } from './attested.ts';
import type { Collective } from './collective.ts';
import type { Kit } from './kits.ts';
import { sealEntry, type Signer } from './sealing.ts';

/** Founding members of one entry: with long names and many units they still fit into a record. */
const membersPerEntry = 100;

export type Founding = {
  readonly settings: Settings;
  readonly kits: ReadonlyMap<string, Kit>;
  readonly zone: ZoneRules;
  readonly origin: string;
  readonly at: Instant;
  readonly operator: Signer;
  /** The key that signs the log's checkpoints; left out where nobody publishes the log. */
  readonly log?: KeyGrant;
  /** By member; without those who made their keys themselves, and accounts held in common. */
  readonly members: ReadonlyMap<string, Signer>;
  /** Founders who sign at once; left out: nobody yet. */
  readonly signed?: readonly string[];
  /** Keys of devices and gateways. */
  readonly devices: readonly KeyGrant[];
  /** SHA-256 in hex of the sandbox's Wasm file. */
  readonly sandbox: string;
  /** 16 fresh bytes in hex for a commitment. */
  readonly salt: (member: string) => string;
};

type Place = { readonly path: string; readonly line?: number | undefined };

/** A settings file that reads well but that the kernel refuses, as when an opening balance is too large. */
export class FoundingRefused extends Error {
  override readonly name = 'FoundingRefused';
  readonly refusal: Refusal;
  /** Where it stands in the file, when one part of it is to blame. */
  readonly path: string;
  readonly line: number | undefined;
  constructor(what: string, refusal: Refusal, place: Place = { path: 'collective' }) {
    super(`${what}: ${refusal.detail}`);
    this.refusal = refusal;
    this.path = place.path;
    this.line = place.line;
  }
}

/**
 * Founds the collective on an empty journal.
 * @throws FoundingRefused when an entry is refused
 */
export function foundCollective(collective: Collective, founding: Founding): void {
  const { settings, operator } = founding;
  let count = 0;
  const say = (what: string, signer: Signer, said: EntryBody, place?: Place): void => {
    count += 1;
    const [answer] = collective.take([sealEntry(signer, said, founding.origin, founding.at, `founding-${count}`)], founding.at);
    if (answer?.status === 'refused') throw new FoundingRefused(what, answer.refusal, place);
    const item = answer?.status === 'recorded' ? answer.outcome.items[0] : undefined;
    if (item?.status === 'refused') throw new FoundingRefused(what, { code: item.code ?? 'malformed', detail: item.detail ?? '' }, place);
  };
  const zone_rules = collective.handInZone(founding.zone);
  const [first = { members: [], keys: [] }, ...more] = memberGroups(founding);
  say('the founding', operator, {
    kind: 'found', body: {
      protocol: protocolVersion, charter: charterOf(settings), members: first.members,
      keys: [operator.grant, ...(founding.log === undefined ? [] : [founding.log]), ...founding.devices, ...first.keys],
      zone_rules, sandbox: founding.sandbox,
    },
  }, { path: 'members', line: settings.members[0]?.line });
  for (const group of more) say('the founding', operator, { kind: 'found.more', body: group }, { path: 'members', line: settings.members[0]?.line });
  for (const [index, { id, kit: name, parties, terms, line }] of settings.subcontracts.entries()) {
    const kit = founding.kits.get(name);
    if (kit === undefined) throw new FoundingRefused(`subcontract ${id}`, { code: 'unknown_code', detail: `there is no kit ${name}` });
    const code = collective.handInCode(kit.code);
    say(`subcontract ${id}`, operator, { kind: 'adopt', body: { subcontract: id, manifest: kit.manifest, code, parties, terms } }, { path: `subcontracts[${index}]`, line });
  }
  for (const [index, binding] of settings.bindings.entries()) say(`the binding ${binding.id}`, operator, { kind: 'bind', body: { binding } }, { path: `bindings[${index}]` });
  for (const { id, kit, consents } of settings.subcontracts) {
    for (const part of Object.keys(founding.kits.get(kit)?.manifest.parts ?? {})) {
      for (const member of consents) {
        const signer = founding.members.get(member);
        if (signer !== undefined) say(`the consent of ${member}`, signer, { kind: 'consent', body: { subcontract: id, part, given: true } });
      }
    }
  }
  const attester = attesterOf(settings, founding);
  for (const { id, means } of settings.members) {
    if (Object.keys(means).length === 0) continue;
    say(`the means of ${id}`, attester, attestation(collective, id, means, founding.salt(id)));
  }
  for (const founder of founding.signed ?? []) {
    const signer = founding.members.get(founder);
    if (signer !== undefined) say(`the signature of ${founder}`, signer, { kind: 'sign', body: { founding: collective.state.foundingHash } });
  }
}

/** Members with their keys, in groups that fit into a record. */
function memberGroups({ settings, members }: Founding): { members: MemberGrant[]; keys: KeyGrant[] }[] {
  const groups: { members: MemberGrant[]; keys: KeyGrant[] }[] = [];
  for (let from = 0; from < settings.members.length; from += membersPerEntry) {
    const group = settings.members.slice(from, from + membersPerEntry);
    groups.push({ members: group.map(memberOf), keys: group.map((member) => members.get(member.id)?.grant ?? ownKey(member)).filter((grant) => grant !== undefined) });
  }
  return groups;
}

/** Of a member who made it themselves. */
function ownKey({ id, publicKey }: Settings['members'][number]): KeyGrant | undefined {
  return publicKey === undefined ? undefined : { id: `member-${id}`, role: 'member', owner: id, public_key: publicKey };
}

/** Keeps declared means in the erasable store and makes what the log may know of them. */
function attestation(collective: Collective, member: string, means: AmountsByUnit, salt: string): EntryBody {
  const { commitment, text, said } = attest(collective.state, collective.hasher, member, means, salt);
  collective.journal.putBody(commitment, text);
  return said;
}

/** What the log may know of a member's declared means, and the text for the erasable store under its commitment. */
export function attest(
  state: Readonly<KernelState>, hasher: Hasher, member: string, means: AmountsByUnit, salt: string,
): { readonly commitment: string; readonly text: string; readonly said: EntryBody & { kind: 'attest' } } {
  const text = canonical({ member, means, salt });
  const commitment = toHex(hasher.sha256(text));
  return { commitment, text, said: { kind: 'attest', body: { member, commitment, values: attestedValues(state, means) } } };
}

function attesterOf(settings: Settings, founding: Founding): Signer {
  const [named] = settings.collective.attest;
  return (named === undefined ? undefined : founding.members.get(named)) ?? founding.operator;
}

function charterOf({ collective }: Settings): Charter {
  return {
    name: collective.name, zone: collective.zone, units: collective.units,
    rights: { admit: collective.admit, issue: collective.issue, attest: collective.attest, ...(collective.bind.length === 0 ? {} : { bind: collective.bind }), ...(collective.bank.length === 0 ? {} : { bank: collective.bank }), review: collective.reviewers },
    issue_per_month: collective.issuePerMonth, late_days: collective.lateDays, clock_ahead_s: collective.clockAheadS, ...collective.deciding,
  };
}

function memberOf({ id, name, opening, floor, commons, votes }: Settings['members'][number]): MemberGrant {
  return {
    id, ...(name === undefined ? {} : { name }),
    ...(Object.keys(opening).length === 0 ? {} : { opening }), ...(Object.keys(floor).length === 0 ? {} : { floor }),
    ...(commons === undefined ? {} : { commons }), ...(votes === undefined ? {} : { votes }),
  };
}
