/** A member's own records with all that follows from them, and what they answered, out of a data folder; see log/member-file.ts for what it is good for. */
import { openSqliteJournal } from '../adapters/journal-sqlite/journal.ts';
import type { Journal } from '../journal/journal.ts';
import { toBase64 } from '../log/bytes.ts';
import { canonical } from '../log/canonical.ts';
import { memberFileFormat, memberFileVersion, type MemberFile, type OwnNotice, type OwnObligation, type OwnPosting, type OwnRecord } from '../log/member-file.ts';
import { recordBytes } from '../log/record.ts';
import { accountsOf } from '../views/accounts.ts';
import { applyShown } from '../views/apply.ts';
import { memberOf, obligationsOf, postingIn } from '../views/queries.ts';
import { sayNamed } from '../views/say.ts';
import type { ObligationShown, PostingShown, Shown } from '../views/shown.ts';
import { initialView, type View } from '../views/view.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import { isObject } from '../vocabulary/json.ts';
import type { Fact } from '../vocabulary/outcomes.ts';
import { holderOf, parsePurse } from '../vocabulary/purses.ts';
import type { SurveyAnswers } from '../vocabulary/survey.ts';
import type { ZoneRules } from '../vocabulary/zones.ts';
import { policyText } from './adopted-policy.ts';
import { createCodeSandbox } from './codes.ts';
import type { Collective } from './collective.ts';
import { openCollective } from './data-folder.ts';
import { headsIn, signedSize } from './heads.ts';
import { givenIn } from './survey-folder.ts';

/**
 * Goes through the whole log; reads beside a server.
 * @returns undefined when there is no such member
 * @throws JournalError
 */
export async function exportMember(folder: string, member: string, progress: (part: number) => void = () => undefined): Promise<MemberFile | undefined> {
  const journal = openSqliteJournal(folder, 'read');
  try {
    const own = new OwnFold(member, initialView({ zoneRules: (hash) => zoneIn(journal, hash) }));
    const collective = openCollective({ journal, sandbox: await createCodeSandbox() }, (shown) => own.take(shown), (done, total) => progress(done / total));
    return fileOf(own, collective, { head: shownHead(folder, collective), answers: givenIn(folder, member) });
  } finally {
    journal.close();
  }
}

type Beside = { readonly head: string | undefined; readonly answers: ReadonlyMap<string, SurveyAnswers> };

function fileOf(own: OwnFold, collective: Collective, { head, answers }: Beside): MemberFile | undefined {
  const { member: id, view } = own;
  const shown = memberOf(view, id);
  if (shown === undefined) return undefined;
  const proofs = collective.tree.proofs();
  const size = head === undefined ? 0 : signedSize(head);
  return {
    format: memberFileFormat, version: memberFileVersion, origin: view.origin, name: view.charter?.name ?? '', member: { id, name: shown.name, since: shown.since }, records: view.records,
    balances: balancesOf(view, id), obligations: [...own.obligations.values()], consents: own.consents(), postings: own.postings, notices: own.notices,
    texts: own.commitments.flatMap((commitment) => {
      const text = collective.journal.getBody(commitment);
      return text === undefined ? [] : [{ commitment, text }];
    }),
    answers: Object.fromEntries(answers), head: head ?? null, policy: policyText(collective),
    proofs: own.records.map((each) => ({ ...each, proof: each.seq < size ? proofs.inclusionProof(each.seq, size).map(toBase64) : null })),
  };
}

function balancesOf(view: View, holder: string): MemberFile['balances'] {
  const accounts = Map.groupBy(accountsOf(view, holder), ({ account }) => account);
  return Object.fromEntries([...accounts].map(([account, units]) => [account, Object.fromEntries(units.map(({ unit, balance }) => [unit, balance]))]));
}

/** The head that is shown, cosigned as agreed; where none was shown, the last that was signed. Not one of records that come after the reading. */
function shownHead(folder: string, { state, tree }: Collective): string | undefined {
  return headsIn(folder, state.origin).findLast((note) => signedSize(note) <= tree.size);
}

/** Takes record after record, and keeps what concerns the member: all of it, unlike a view, which forgets. */
class OwnFold {
  readonly member: string;
  readonly view: View;
  readonly records: Omit<OwnRecord, 'proof'>[] = [];
  readonly postings: OwnPosting[] = [];
  readonly notices: OwnNotice[] = [];
  readonly obligations = new Map<number, OwnObligation>();
  readonly commitments: string[] = [];
  /** `subcontract part` → record, in the order in which they were given. */
  readonly #consents = new Map<string, number>();

  constructor(member: string, view: View) {
    this.member = member;
    this.view = view;
  }

  consents(): MemberFile['consents'] {
    return [...this.#consents].map(([key, record]) => {
      const [subcontract = '', part = ''] = key.split(' ');
      return { subcontract, part, record };
    });
  }

  take(shown: Shown): void {
    const { record, outcome } = shown;
    applyShown(this.view, shown);
    if (!this.#concerns(shown)) return;
    this.records.push({ seq: record.seq, record: recordBytes(record), outcome: canonical(outcome) });
    for (const [i, fact] of outcome.facts.entries()) this.#take(shown, fact, i);
  }

  /** The founding goes along for its units; a debt that grows smaller is named by its number alone. */
  #concerns({ record: { seq, entry }, outcome: { facts } }: Shown): boolean {
    return seq === 0 || entry.by === this.member || names(entry.body, this.member) || names(facts, this.member)
      || facts.some((fact) => fact.fact === 'owed.less' && this.obligations.has(fact.id));
  }

  #take(shown: Shown, fact: Fact, place: number): void {
    switch (fact.fact) {
      case 'posting':
        if (this.#isOwn(fact.from) || this.#isOwn(fact.to)) this.postings.push(ownPosting(this.view, shown, place));
        return;
      case 'notice': {
        if (fact.to !== this.member) return;
        const { seq, recordedAt } = shown.record;
        this.notices.push({ id: idOf(shown, place), record: seq, recordedAt, code: fact.code, words: sayNamed(this.view, fact.because, fact.code, fact.data).words });
        return;
      }
      case 'owed': {
        const { obligation } = fact;
        if (!this.#isOwn(obligation.debtor) && !this.#isOwn(obligation.creditor)) return;
        const { id, debtor, creditor, unit, amount, left, since, due, because } = obligation;
        const why = obligationsOf(this.view).find((each: ObligationShown) => each.id === id)?.why ?? '';
        const amounts = { amount: this.#say(amount, unit), left: this.#say(left, unit) };
        this.obligations.set(id, { id, record: shown.record.seq, debtor, creditor, unit, ...amounts, since, due, because, why });
        return;
      }
      case 'owed.less': {
        const known = this.obligations.get(fact.id);
        if (known !== undefined) this.obligations.set(fact.id, { ...known, left: this.#say(fact.left, known.unit) });
        return;
      }
      case 'consent':
        if (fact.member !== this.member) return;
        if (fact.given) this.#consents.set(`${fact.subcontract} ${fact.part}`, shown.record.seq);
        else this.#consents.delete(`${fact.subcontract} ${fact.part}`);
        return;
      case 'attested':
        if (fact.member === this.member && !this.commitments.includes(fact.commitment)) this.commitments.push(fact.commitment);
    }
  }

  /** Their own account, or one of their purses. */
  #isOwn(account: string): boolean {
    return holderOf(account) === this.member;
  }

  #say(amount: number, unit: string): string {
    return formatDecimal(amount, this.view.units.get(unit)?.decimals ?? 0);
  }
}

/** The posting that is the record's fact at `place`, in words as of then. */
function ownPosting(view: View, shown: Shown, place: number): OwnPosting {
  const id = idOf(shown, place);
  const posting = view.postings.findLast((each) => each.id === id) ?? postingIn(view, shown, Number(id.split('.')[1])) as PostingShown;
  const { record, recordedAt, from, to, unit, amount, why } = posting;
  return { id, record, recordedAt, from, to, unit, amount, why };
}

/** `record.n`: the n-th fact of its kind in the record, from 1. */
function idOf({ record, outcome: { facts } }: Shown, place: number): string {
  return `${record.seq}.${facts.slice(0, place + 1).filter(({ fact }) => fact === facts[place]?.fact).length}`;
}

/** Whether the member, or one of their purses, stands anywhere in the value, as a text or as a name. */
function names(value: unknown, member: string): boolean {
  if (typeof value === 'string') return value === member || parsePurse(value)?.holder === member;
  if (Array.isArray(value)) return value.some((each) => names(each, member));
  return isObject(value) && Object.entries(value).some(([name, each]) => names(name, member) || names(each, member));
}

function zoneIn(journal: Journal, hash: string): ZoneRules | undefined {
  const text = journal.getBlob(hash);
  return text === undefined ? undefined : (JSON.parse(text) as ZoneRules);
}
