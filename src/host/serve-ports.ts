/** What the HTTP adapter asks for, answered from the writer and the view. */
import { randomUUID } from 'node:crypto';
import type { HttpPorts, Submitted } from '../adapters/http/ports.ts';
import { readLibrary } from '../adapters/installation/library.ts';
import { compile } from '../compiler/compile.ts';
import { parseManifest } from '../compiler/manifest.ts';
import { toHex } from '../log/bytes.ts';
import { parseRecord } from '../log/record.ts';
import { JournalError } from '../journal/journal.ts';
import { digestPeriods } from '../views/digest.ts';
import {
  askedShown, keptPosting, memberOf, membersOf, noticesOf, obligationsOf, overviewOf, peopleCount, postingIn, postingsOf, reviewsOf, subcontractOf, subcontractsOf,
  thingsOf, unitsOf, type Around,
} from '../views/queries.ts';
import { bookingsOf, outsideOf } from '../views/outside.ts';
import type { PostingShown } from '../views/shown.ts';
import type { SealedEntry } from '../vocabulary/entries.ts';
import { isId } from '../vocabulary/ids.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import { ok, refuse, type Result } from '../vocabulary/result.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Access } from './access.ts';
import { allowance } from './allowance.ts';
import { againOf } from './again.ts';
import type { Clock } from './clock.ts';
import { keeping } from './keeping.ts';
import type { LedgerKeeping } from './ledger-keeping.ts';
import type { LiveView } from './live-view.ts';
import type { NoticeDesk } from './notices.ts';
import { noticePorts } from './notice-ports.ts';
import type { Publisher } from './publisher.ts';
import { logFiles, trustShown } from './publishing.ts';
import { proposedChanges } from './proposed-changes.ts';
import { sealEntry, type Signer } from './sealing.ts';
import { decidingPorts } from './serve-deciding.ts';
import { backtestsOf } from './serve-backtest.ts';
import { forecastsOf } from './serve-forecast.ts';
import { minePorts } from './serve-mine.ts';
import { keyPorts } from './serve-keys.ts';
import { kitPorts, openKits } from './serve-kits.ts';
import { ledgerPorts } from './serve-ledger.ts';
import type { OpenSensing } from './serve-sensing.ts';
import { surveyPorts, type OpenSurveys } from './serve-survey.ts';
import { sensingPorts } from './serve-things.ts';
import { todayQueries } from './serve-today.ts';
import type { Writer } from './writer.ts';

export type Served = {
  readonly writer: Writer; readonly live: LiveView; readonly clock: Clock; readonly factor: number;
  /** Undefined: devices must sign for themselves. */
  readonly gateway: Signer | undefined;
  readonly access: Access;
  readonly sensing: OpenSensing;
  readonly notices: NoticeDesk;
  readonly ledger: LedgerKeeping;
  readonly surveys: OpenSurveys;
  /** Undefined where nobody signs the log, as in memory. */
  readonly publisher: Publisher | undefined;
  /** The data folder, where there is one. */
  readonly folder: string | undefined;
  /** For whoever runs it, one line each. */
  readonly tell: (message: string) => void;
};

/** Erasable texts that may come in a minute: nobody has signed for them yet. */
const bodiesPerMinuteMax = 120;
/** Contracts that may come in a minute: each is compiled on the thread that decides. */
const codesPerMinuteMax = 12;

export function httpPorts(served: Served): HttpPorts {
  const { writer, live, clock, factor } = served;
  const bodies = allowance(bodiesPerMinuteMax);
  const codes = allowance(codesPerMinuteMax);
  const root = rootOf(writer);
  const kits = openKits(writer, served.tell);
  const again = againOf({ journal: () => writer.collective.journal, keeping: served.ledger });
  const around = (): Around => ({ now: clock.now(), factor, root: root(), stopped: writer.halted?.detail ?? null });
  return {
    access: served.access.port, sessions: served.access.sessions,
    log: logFiles(() => writer.collective, served.publisher), trust: () => trustShown(writer.collective, served.publisher, served.folder),
    submit: async (sealed) => {
      const brought = await kits.bring(sealed.entry);
      return brought.ok ? again(sealed, await submit(writer, sealed)) : { status: 'refused', refusal: brought.refusal };
    },
    vouch: (device, observations) => vouch(served, device, observations),
    putBody: (text) => {
      return bodies() ? putBody(writer, text) : refuse('busy', `at most ${bodiesPerMinuteMax} texts are taken in a minute`);
    },
    eraseBody: (commitment) => keeping(() => writer.collective.journal.eraseBody(commitment)),
    putCode: (source) => (codes() ? putCode(writer, source) : refuse('busy', `at most ${codesPerMinuteMax} contracts are taken in a minute`)),
    readManifest: (value) => {
      const parsed = parseManifest(value);
      return parsed.ok ? parsed : refuse('malformed', `manifest: ${parsed.problems[0]?.message ?? 'not understood'}`);
    },
    collective: () => {
      const { view } = live;
      return {
        origin: view.origin, name: view.charter?.name ?? '', zone: view.charter?.zone ?? 'UTC', units: unitsOf(view), lastRecordAt: view.recordedAt,
        records: view.records, members: peopleCount(view), postings: view.postingCount, ...around(),
      };
    },
    overview: () => overviewOf(live.view, around()),
    members: () => membersOf(live.view),
    outside: () => outsideOf(live.view),
    bookings: (unit) => bookingsOf(live.view, unit),
    member: (id) => found(memberOf(live.view, id), 'unknown_member', `there is no member ${id}`),
    postings: (before, limit) => postingsOf(live.view, before, limit),
    posting: (id) => keptPosting(live.view, id) ?? storedPosting(served, id),
    obligations: () => ({ open: obligationsOf(live.view), lessened: [...live.view.lessened].reverse() }),
    reviews: () => reviewsOf(live.view),
    notices: (member) => (member === undefined || live.view.members.has(member) ? ok(noticesOf(live.view, member)) : refuse('unknown_member', `there is no member ${member}`)),
    deciding: decidingPorts({ writer, view: () => live.view, clock, access: served.access, submit: (sealed) => submit(writer, sealed), again, mayKeep: bodies }),
    desk: noticePorts(served.notices, served.access),
    mine: minePorts({ writer, clock, access: served.access, folder: served.folder, notices: served.notices, view: () => live.view, vouch: (device, observations) => vouch(served, device, observations) }),
    keys: keyPorts({ state: () => writer.collective.state, view: () => live.view, clock, access: served.access }),
    kits: kitPorts({ kits, writer, view: () => live.view }),
    survey: surveyPorts({ surveys: served.surveys, kits, view: () => live.view, access: served.access }),
    ledger: ledgerPorts({ writer, clock, root, access: served.access, folder: served.folder, keeping: served.ledger, view: () => live.view }),
    backtest: backtestsOf(served.folder, (id) => proposedChanges(writer.collective.state, id)),
    forecast: forecastsOf(served.folder),
    ...todayQueries({ writer, view: () => live.view, clock }),
    observed: () => thingsOf(live.view),
    sensing: sensingPorts({ writer, view: () => live.view, access: served.access, sensing: served.sensing, clock, folder: served.folder }),
    subcontracts: () => subcontractsOf(live.view),
    subcontract: (id) => found(subcontractOf(live.view, id), 'unknown_subcontract', `there is no subcontract ${id}`),
    ask: (subcontract, question, by, values) => {
      const answer = writer.collective.ask(subcontract, question, by, values);
      return answer.ok ? ok(askedShown(live.view, subcontract, question, answer.value)) : answer;
    },
    digest: (query) => digestPeriods(live.view, query),
    records: (from, limit) => reading(() => writer.collective.journal.read(from, limit).map(({ record }) => record)),
    head: () => ({ origin: live.view.origin, records: live.view.records, root: root() }),
    changesFrom: (seq) => live.changesFrom(seq),
    listen: (listener) => live.listen(listener),
  };
}

async function submit(writer: Writer, sealed: SealedEntry): Promise<Submitted> {
  const answer = await writer.submit(sealed);
  if (answer.status !== 'recorded') return answer;
  const { record, outcome } = answer;
  return { status: 'recorded', seq: record.seq, recordedAt: record.recordedAt, items: outcome.items };
}

function vouch({ writer, clock, gateway }: Served, device: string, observations: Parameters<HttpPorts['vouch']>[1]): Promise<Submitted> {
  if (gateway === undefined) return refused('not_permitted', 'this server vouches for no devices: they must sign for themselves');
  if (!isId(device)) return refused('malformed', `a device can't be called ${JSON.stringify(device)}`);
  const { origin } = writer.collective.state;
  const said = { kind: 'observe' as const, body: { observations: observations.map((observation) => ({ ...observation, device })) } };
  return submit(writer, sealEntry(gateway, said, origin, clock.now(), `vouched-${randomUUID()}`));
}

function putBody(writer: Writer, text: string): Result<string> {
  const commitment = toHex(writer.collective.hasher.sha256(text));
  return keeping(() => {
    writer.collective.journal.putBody(commitment, text);
    return commitment;
  });
}

/** The server compiles it itself: code that its own checker hasn't seen never gets into the sandbox. */
function putCode(writer: Writer, source: string): Result<string> {
  const compiled = compile(source, readLibrary());
  if (compiled.ok) return keeping(() => writer.collective.handInCode(compiled.code));
  const [problem] = compiled.problems;
  return refuse('malformed', problem === undefined ? 'this is no contract' : `contract.ts:${problem.line}:${problem.column}  ${problem.message} → ${problem.instead}`);
}

/** A posting that lies further back than the view keeps, from its record. */
function storedPosting({ writer, live }: Served, id: string): PostingShown | undefined {
  const match = /^(\d{1,15})\.(\d{1,6})$/.exec(id);
  if (match === null) return undefined;
  const seq = Number(match[1]);
  const [row] = reading(() => writer.collective.journal.read(seq, 1));
  const record = row === undefined ? undefined : parseRecord(row.record);
  if (row?.seq !== seq || record?.ok !== true) return undefined;
  return postingIn(live.view, { record: record.value, outcome: JSON.parse(row.outcome) as Outcome }, Number(match[2]));
}

/** While the store is being opened anew there is nothing to read. */
function reading<T>(read: () => T[]): T[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof JournalError) return [];
    throw error;
  }
}

/** The log's root, worked out once per length. */
function rootOf(writer: Writer): () => string {
  let known = { records: -1, root: '' };
  return () => {
    const { state } = writer.collective;
    if (known.records !== state.seq) known = { records: state.seq, root: writer.collective.head().root };
    return known.root;
  };
}

function found<T>(value: T | undefined, code: RefusalCode, detail: string): Result<T> {
  return value === undefined ? refuse(code, detail) : ok(value);
}

function refused(code: RefusalCode, detail: string): Promise<Submitted> {
  return Promise.resolve({ status: 'refused', refusal: { code, detail } });
}
