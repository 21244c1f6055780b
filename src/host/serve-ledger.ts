/** What the HTTP adapter asks for about the ledger, answered from its index, the view and the journal. */
import type { LedgerPorts, Searched } from '../adapters/http/ledger-routes.ts';
import { recordShown, recordsCsv, recordsCsvHead, recordsJsonLines } from '../ledger/found.ts';
import type { Ledger, LedgerQuery, NotedRecord } from '../ledger/ledger.ts';
import { spanOf, statementCsv, statementOf } from '../ledger/statement.ts';
import { readWords } from '../ledger/words.ts';
import { parseRecord } from '../log/record.ts';
import { accountsOf, booksOf } from '../views/accounts.ts';
import { laterOf } from '../views/later.ts';
import { keptPosting, postingIn } from '../views/queries.ts';
import { nameOf } from '../views/say.ts';
import type { PostingShown, Shown } from '../views/shown.ts';
import { decimalsOf, type View } from '../views/view.ts';
import { formatDecimal, parseDecimal } from '../vocabulary/decimals.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import { isDay, type Day } from '../vocabulary/time.ts';
import { ok, refuse, type Result } from '../vocabulary/result.ts';
import type { Access } from './access.ts';
import type { Clock } from './clock.ts';
import { everythingOf } from './everything.ts';
import type { LedgerKeeping } from './ledger-keeping.ts';
import { ownerOf, sessionOf } from './serve-mine.ts';
import type { Writer } from './writer.ts';

/** Records of one export. */
const exportMax = 20_000;
/** Of them, that are gone through at once: a few milliseconds. */
const sliceMax = 500;
/** Records that are counted: beyond, it is said that there are more. */
const countMax = 10_000;
/** Movements that are summed at once: a tenth of a second, in which nothing else is served. */
const summedMax = 100_000;
/** Flows that are listed: the largest. */
const flowsMax = 1000;
/** Postings of one record that are shown with all of their why. */
const postingsShownMax = 200;

export type LedgerServed = {
  readonly writer: Writer; readonly view: () => View; readonly clock: Clock; readonly access: Access; readonly folder: string | undefined;
  readonly keeping: LedgerKeeping;
  /** The log's head as it is now. */
  readonly root: () => string;
};

export function ledgerPorts(served: LedgerServed): LedgerPorts {
  const { view, keeping, access, clock, root } = served;
  const ground = (): { records: number; root: string; now: number } => ({ records: view().records, root: root(), now: clock.now() });
  const statement: LedgerPorts['statement'] = (asked) => {
    const days = daysIn(asked.from, asked.to);
    const ledger = keeping.now();
    if (!days.ok || !ledger.ok) return days.ok ? ledger as Extract<typeof ledger, { ok: false }> : days;
    return statementOf(view(), ledger.value, { ...asked, ...days.value }, ground());
  };
  return {
    statement,
    search: (asked, before, limit) => withQuery(served, asked, (ledger, query) => {
      const { records: found, count: n } = ledger.search(query, before, limit + 1, before === null ? countMax + 1 : undefined);
      const last = found.length > limit ? found[limit - 1] : undefined;
      return {
        records: found.slice(0, limit).map((each) => recordShown(view(), each)), next: last?.seq ?? null, count: before === null ? { n: Math.min(n, countMax), more: n > countMax } : null,
      };
    }),
    export: (asked, format, mark) => exported(served, asked, format, mark),
    record: (seq) => recordNow(served, seq),
    accounts: (holder) => (view().members.has(holder) ? ok(accountsOf(view(), holder)) : refuse('unknown_member', `there is no member ${holder}`)),
    books: () => booksOf(view()),
    flows: (unit, from, to) => flowsNow(served, unit, from, to),
    statementCsv: (asked, mark) => {
      const made = statement(asked);
      return made.ok ? ok({ text: statementCsv(made.value, mark), name: `statement-${asked.account.replaceAll(/[/:]/g, '-')}-${asked.from}-${asked.to}.csv` }) : made;
    },
    sessionOf: (secret) => sessionOf(access, secret),
    ownerOf: (secret) => sessionOf(access, secret, ownerOf),
    everythingOf: everythingOf(served.folder),
  };
}

/** In slices, between which others get their turn: entries are decided on this thread too. */
async function exported(served: LedgerServed, asked: Searched, format: 'csv' | 'jsonl', mark: boolean): ReturnType<LedgerPorts['export']> {
  const textOf = format === 'csv' ? recordsCsv : recordsJsonLines;
  const parts = [format === 'csv' ? recordsCsvHead(mark) : ''];
  let before: number | null = null;
  for (let left = exportMax; left > 0; left -= sliceMax) {
    const found: Result<readonly NotedRecord[]> = withQuery(served, asked, (ledger, query) => ledger.search(query, before, Math.min(left, sliceMax)).records);
    if (!found.ok) return found;
    parts.push(textOf(found.value.map((each) => recordShown(served.view(), each, Infinity))));
    before = found.value.at(-1)?.seq ?? 0;
    if (found.value.length < sliceMax) break;
    await new Promise((next) => { setImmediate(next); });
  }
  return ok({ text: parts.join(''), name: `ledger.${format}` });
}

function withQuery<T>({ view, keeping }: LedgerServed, asked: Searched, run: (ledger: Ledger, query: LedgerQuery) => T): Result<T> {
  const query = queryOf(view(), asked);
  if (!query.ok) return query;
  const ledger = keeping.now();
  return ledger.ok ? ok(run(ledger.value, query.value)) : ledger;
}

function queryOf(view: View, { text = '', person, agreement, kind, status, unit, least, most, from, to }: Searched): Result<LedgerQuery> {
  if (unit !== undefined && !view.units.has(unit)) return refuse('unknown_value', `there is no unit ${unit}: there are ${[...view.units.keys()].join(', ')}`);
  const words = text.trim() === '' ? undefined : readWords(text);
  if (words?.ok === false) return words;
  const [only, other] = [...view.units.keys()];
  const counted = unit ?? (other === undefined ? only : undefined);
  if ((least ?? most) !== undefined && counted === undefined) return refuse('invalid_value', 'an amount is of a unit: say which');
  const amounts = [least, most].map((each) => (each === undefined ? null : parseDecimal(each, decimalsOf(view, counted ?? ''))));
  const wrong = amounts.find((each) => each?.ok === false);
  if (wrong?.ok === false) return wrong;
  const [atLeast = null, atMost = null] = amounts.map((each) => (each?.ok === true ? each.value : null));
  const span = daysIn(from ?? '1970-01-01', to ?? '9000-01-01');
  const instants = span.ok ? spanOf(view, span.value.from, span.value.to) : span;
  if (!instants.ok) return instants;
  return ok({
    text: words === undefined ? null : text, person: person ?? null, agreement: agreement ?? null, kind: kind ?? null, status: (status ?? null) as LedgerQuery['status'],
    unit: unit ?? ((atLeast ?? atMost) === null ? null : counted ?? null), least: atLeast, most: atMost,
    from: from === undefined ? null : instants.value.from, until: to === undefined ? null : instants.value.until,
  });
}

function daysIn(from: string, to: string): Result<{ readonly from: Day; readonly to: Day }> {
  const wrong = [from, to].find((day) => !isDay(day));
  return wrong === undefined ? ok({ from, to }) : refuse('invalid_value', `there is no day ${wrong}`);
}

function flowsNow({ view, keeping }: LedgerServed, unit: string, from: string, to: string): ReturnType<LedgerPorts['flows']> {
  const days = daysIn(from, to);
  if (!days.ok) return days;
  if (!view().units.has(unit)) return refuse('unknown_value', `there is no unit ${unit}: there are ${[...view().units.keys()].join(', ')}`);
  const span = spanOf(view(), from, to);
  const ledger = keeping.now();
  if (!span.ok || !ledger.ok) return span.ok ? ledger as Extract<typeof ledger, { ok: false }> : span;
  const all = ledger.value.flows(unit, span.value, summedMax);
  if (all === undefined) return refuse('too_large', `there are more than ${summedMax} movements from ${from} to ${to}: take a shorter period`);
  const show = (amount: bigint): string => formatDecimal(amount, decimalsOf(view(), unit));
  const flows = all.slice(0, flowsMax).map(({ because: subcontract, amount, ...flow }) => ({ ...flow, fromName: nameOf(view(), flow.from), toName: nameOf(view(), flow.to), subcontract, amount: show(amount) }));
  const others = all.slice(flowsMax);
  return ok({ unit, from, to, flows, others: { count: others.reduce((sum, { count }) => sum + count, 0), amount: show(others.reduce((sum, { amount }) => sum + amount, 0n)) } });
}

function recordNow({ view, keeping, writer }: LedgerServed, seq: number): ReturnType<LedgerPorts['record']> {
  const ledger = keeping.now();
  if (!ledger.ok) return ledger;
  const noted = ledger.value.record(seq);
  const [row] = noted === undefined ? [] : writer.collective.journal.read(seq, 1);
  const read = row?.seq === seq ? parseRecord(row.record) : undefined;
  if (noted === undefined || row === undefined || read?.ok !== true) return { ok: false, refusal: { code: 'unknown_thing', detail: `there is no record ${seq}: the log has ${view().records}` } };
  const shown: Shown = { record: read.value, outcome: JSON.parse(row.outcome) as Outcome };
  const { entry, seal, outcomeHash } = read.value;
  const grant = view().keys.get(seal.key);
  return ok({
    ...recordShown(view(), noted, Infinity), entry: entry as unknown as JsonObject, outcome: shown.outcome as unknown as JsonObject, outcomeHash, records: view().records,
    seal: { key: seal.key, how: seal.clientDataJSON === undefined ? 'key' : 'passkey', owner: grant?.owner ?? null, role: grant?.role ?? null },
    postings: postingsIn(view(), shown), later: laterOf(view(), shown.outcome),
  });
}

function postingsIn(view: View, shown: Shown): PostingShown[] {
  const count = Math.min(postingsShownMax, shown.outcome.facts.filter(({ fact }) => fact === 'posting').length);
  return Array.from({ length: count }, (_, place) => keptPosting(view, `${shown.record.seq}.${place + 1}`) ?? postingIn(view, shown, place + 1)).flatMap((each) => each ?? []);
}

