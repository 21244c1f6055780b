/** `frankpledge propose operator | policy | recover | issue | adopt`: what members decide on together is opened by one of them. */
import { adoptionOf } from '../host/adoptions.ts';
import type { Connection } from '../host/connection.ts';
import { makeOperatorKeys, readPublicKeys } from '../host/operator-keys.ts';
import { readTermsFile } from '../host/scenarios.ts';
import { memberSigner, requirePublicKey, rightfulSigner } from '../host/signers.ts';
import { readTextFile } from '../host/text-file.ts';
import { saidOf } from '../views/proposed.ts';
import type { Change } from '../vocabulary/changes.ts';
import { isId } from '../vocabulary/ids.ts';
import type { RawTerms } from '../vocabulary/kit.ts';
import type { Kit } from '../host/kits.ts';
import { didYouMean } from '../vocabulary/nearest.ts';
import type { Result } from '../vocabulary/result.ts';
import { acting, actingAs, actOptions, type Acted, type ActValues } from './acting.ts';
import { defineCommand, readPairs } from './arguments.ts';
import type { UsageError } from './errors.ts';
import { findKit } from './find-kit.ts';
import { freeKeyId } from './key-ids.ts';
import { knownMember, knownUnit } from './names.ts';
import { FileError } from './problems.ts';

const kinds = ['operator', 'policy', 'recover', 'issue', 'adopt'] as const;
type Kind = (typeof kinds)[number];

export const propose = defineCommand({
  name: 'propose',
  usage: 'operator [--public FILE] | policy FILE [--runs WITNESS=MEMBER]… | recover MEMBER --public-key BASE64 [--id KEY] | issue MEMBER AMOUNT UNIT REASON | adopt ID KIT [--party NAME=MEMBER]… [--terms FILE.yaml] [--kits DIR]…  --reason TEXT --as MEMBER [--key FILE] [--data DIR] [--json]',
  says: 'opens a proposal: another operator, other witnesses of the log, a new key for a member who lost theirs, a larger issue, an agreement',
  options: {
    ...actOptions, 'reason': { type: 'string' }, 'public': { type: 'string' }, 'runs': { type: 'string', multiple: true }, 'public-key': { type: 'string' },
    'id': { type: 'string' }, 'party': { type: 'string', multiple: true }, 'terms': { type: 'string' }, 'kits': { type: 'string', multiple: true },
  },
  run: ({ values, wrong, positionals: [given, ...rest] }) => {
    const kind = kinds.find((each) => each === given);
    if (kind === undefined) throw wrong(given === undefined ? `say ${kinds.join(', ')}` : `one can't propose "${given}"${didYouMean(given, kinds)}`);
    const reason = values.reason ?? (kind === 'issue' ? rest[3] : undefined);
    if (reason === undefined || reason.trim() === '') throw wrong('--reason is missing: everyone who votes will read it');
    const missing = positionalsOf[kind][rest.length];
    if (missing !== undefined) throw wrong(`${missing} is missing`);
    if (rest.length > positionalsOf[kind].length) throw wrong(`"${String(rest[positionalsOf[kind].length])}" is one argument too many`);
    return acting(values, (connection) => draw[kind](connection, { ...values, reason, rest, wrong }));
  },
});

const positionalsOf: { readonly [kind in Kind]: readonly string[] } = {
  operator: [], policy: ['FILE'], recover: ['MEMBER'], issue: ['MEMBER', 'AMOUNT', 'UNIT', 'REASON'], adopt: ['ID', 'KIT'],
};

type Given = ActValues & {
  readonly reason: string;
  readonly rest: readonly string[];
  readonly wrong: (message: string) => UsageError;
  readonly 'public'?: string | undefined;
  readonly runs?: readonly string[] | undefined;
  readonly 'public-key'?: string | undefined;
  readonly id?: string | undefined;
  readonly party?: readonly string[] | undefined;
  readonly terms?: string | undefined;
  readonly kits?: readonly string[] | undefined;
};

const draw: { readonly [kind in Kind]: (connection: Connection, given: Given) => Promise<Acted> } = { operator, policy, recover, issue, adopt };

async function operator(connection: Connection, given: Given): Promise<Acted> {
  if (given.public !== undefined) return put(connection, given, { change: 'operator', keys: readPublicKeys(given.public) });
  const { grants, discard } = makeOperatorKeys(given.data, connection.state);
  try {
    const acted = await put(connection, given, { change: 'operator', keys: grants });
    if (acted.done.status !== 'recorded') discard();
    return acted;
  } catch (error) {
    discard();
    throw error;
  }
}

function policy(connection: Connection, given: Given): Promise<Acted> {
  const [file = ''] = given.rest;
  const read = readTextFile(file);
  if ('problem' in read) throw new FileError(file, [read.problem]);
  const runs = Object.fromEntries(readPairs(given.runs ?? [], given.wrong).map(([witness, member]) => [witness, knownMember(connection, member)]));
  return put(connection, given, { change: 'policy', policy: read.text, runs });
}

function recover(connection: Connection, given: Given): Promise<Acted> {
  const member = knownMember(connection, given.rest[0] ?? '');
  const publicKey = given['public-key'];
  if (publicKey === undefined) throw given.wrong('--public-key is missing: the public half of the key that they made');
  const id = given.id ?? freeKeyId(connection, 'member', member);
  return put(connection, given, { change: 'recover', member, key: { id, role: 'member', owner: member, public_key: requirePublicKey(publicKey) } });
}

function issue(connection: Connection, given: Given): Promise<Acted> {
  const [member = '', amount = '', unit, reason = ''] = given.rest;
  return put(connection, given, { change: 'issue', to: knownMember(connection, member), unit: knownUnit(connection, unit), amount, reason });
}

async function adopt(connection: Connection, given: Given): Promise<Acted> {
  const [subcontract = '', name = ''] = given.rest;
  if (!isId(subcontract)) throw given.wrong(`"${subcontract}" can't be an id: it has letters, digits, ".", "_", "-", at most 64, and begins with a letter or digit`);
  const kit = findKit(name, given.kits);
  const parties = Object.fromEntries(readPairs(given.party ?? [], given.wrong).map(([party, member]) => [party, knownMember(connection, member)]));
  const before = connection.view.subcontracts.get(subcontract)?.parties ?? {};
  return proposeKit(connection, given, kit, { subcontract, parties: { ...before, ...parties }, terms: given.terms === undefined ? {} : termsIn(connection, given.terms, kit) });
}

function termsIn({ view }: Connection, file: string, { manifest }: Kit): RawTerms {
  const read = readTextFile(file);
  if ('problem' in read) throw new FileError(file, [read.problem]);
  const terms = readTermsFile(read.text, manifest, { units: view.charter?.units ?? [], members: [...view.members.keys()] });
  if (!terms.ok) throw new FileError(file, terms.problems);
  return terms.value;
}

/** Hands the kit's code in and proposes to adopt it; nothing is proposed that couldn't be adopted now. */
export async function proposeKit(connection: Connection, given: ActValues & { readonly reason: string }, kit: Kit, agreement: Parameters<typeof adoptionOf>[2]): Promise<Acted> {
  const adoption: Result<Change & { change: 'adopt' }> = withChange(adoptionOf(connection.state, kit, agreement));
  if (!adoption.ok) return { done: { status: 'refused', refusal: adoption.refusal }, said: '' };
  memberSigner(given.data, connection.state, actingAs(given)); // nobody's code is kept who can't propose
  await connection.keepCode(kit);
  return put(connection, given, adoption.value);
}

function withChange(adoption: ReturnType<typeof adoptionOf>): Result<Change & { change: 'adopt' }> {
  return adoption.ok ? { ok: true, value: { change: 'adopt', ...adoption.value } } : adoption;
}

async function put(connection: Connection, given: ActValues & { readonly reason: string }, change: Change): Promise<Acted> {
  const as = actingAs(given);
  const signer = change.change === 'issue' ? rightfulSigner(given.data, connection.state, 'issue', as) : memberSigner(given.data, connection.state, as);
  const { words } = saidOf(connection.view, change);
  return { done: await connection.act(signer, { kind: 'propose', body: { change, reason: given.reason } }), said: `proposed: ${words}` };
}
