// The household's money at 2,000 members: all five kits, 24 months of incomes, draws and all that the agreements do by themselves, decided by the
// kernel with every contract in the sandbox of record. No signatures and no disk: it is what a forecast of so many months takes, or a replay.
// Alone: node bench/household.ts [--observations MEMBERS]
import { createHasher } from '../src/adapters/keys/node.ts';
import { createCodeSandbox } from '../src/host/codes.ts';
import { loadKits } from '../src/host/kits.ts';
import { zoneRules } from '../src/host/scenarios.ts';
import { Kernel } from '../src/kernel/kernel.ts';
import { canonicalHash } from '../src/log/canonical.ts';
import { formPorts } from '../src/log/kernel-ports.ts';
import { protocolVersion, type Entry, type EntryBody } from '../src/vocabulary/entries.ts';
import type { MemberGrant } from '../src/vocabulary/grants.ts';
import type { Outcome } from '../src/vocabulary/outcomes.ts';
import type { RawTerms } from '../src/vocabulary/kit.ts';
import { addMonths, dayMs, hourMs, type Day, type Instant } from '../src/vocabulary/time.ts';
import { median, runAlone, type Measured, type RunOptions } from './peers/peer.ts';

/** As many as the budget speaks of, unless a smoke run asks for fewer. */
const membersFull = 2000;
const smokeBelow = 1000;
const months = 24;
const coverSize = 50;
/** Every tenth gives a stipend, every hundredth gets one; a kit reads so many at a time. */
const [giverEach, recipientEach] = [10, 100];
const start = Date.UTC(2025, 0, 1, 8);
const zone = 'Europe/Berlin';

class House {
  readonly kernel: Kernel;
  readonly #hasher = createHasher();
  records = 0;
  postings = 0;
  calls = 0;
  refused = new Map<string, number>();

  constructor(sandbox: Awaited<ReturnType<typeof createCodeSandbox>>) {
    const rules = zoneRules(zone);
    if (rules === undefined) throw new Error(`bench: no zone ${zone}`);
    const { runner } = sandbox;
    this.kernel = new Kernel({
      ...formPorts(this.#hasher), verifier: { verify: () => true }, zoneRules: () => rules,
      runner: { has: (code) => runner.has(code), run: (batch) => { this.calls += batch.calls.length; return runner.run(batch); } },
    });
  }

  get zoneHash(): string { return canonicalHash(this.#hasher, zone); }

  /** What is due by then first, as in any collective that nobody keeps waiting. */
  say(at: Instant, by: string, said: EntryBody): Outcome {
    this.elapse(at);
    return this.#decide(at, by, said);
  }

  elapse(until: Instant): void {
    for (let wake = this.kernel.nextWake(); wake !== undefined && wake <= until; wake = this.kernel.nextWake()) this.#decide(Math.max(wake, this.kernel.state.recordedAt), 'operator', { kind: 'clock', body: {} });
  }

  #decide(at: Instant, by: string, said: EntryBody): Outcome {
    const entry = { ...said, origin: 'bench', by, at, id: `e${this.records}` } as Entry;
    const outcome = this.kernel.decide({ entry, seal: { key: '', sig: '' } }, at);
    this.records += 1;
    for (const fact of outcome.facts) if (fact.fact === 'posting') this.postings += 1;
    for (const { status, code = '', detail = '' } of outcome.items) if (status === 'refused') this.refused.set(`${code}: ${detail}`, (this.refused.get(`${code}: ${detail}`) ?? 0) + 1);
    for (const { code, detail } of outcome.faults ?? []) this.refused.set(`fault ${code}: ${detail}`, (this.refused.get(`fault ${code}: ${detail}`) ?? 0) + 1);
    return outcome;
  }
}

export async function run({ observations, rounds }: RunOptions): Promise<Measured> {
  const count = observations < smokeBelow ? 2 * coverSize : membersFull;
  const seconds: number[] = [];
  const memory: number[] = [];
  let told = '';
  for (let round = 0; round < Math.min(rounds, 3); round++) {
    const lived = await live(count);
    seconds.push(lived.seconds);
    memory.push(lived.mebibytes);
    told = lived.told;
  }
  const what = `${count} members with personal-fund, essentials, stipend and common-pot, and covers of ${coverSize}; each month an income and a draw of each, with rent, school and cover allocated; ${told}; kernel and contracts in QuickJS alone, without signatures and disk`;
  return {
    figures: [
      { name: `household's money, ${count} members, ${months} months`, what, unit: 's', value: median(seconds), digits: 1, rounds: seconds },
      { name: 'memory of it, resident', what: 'of the whole process at its end', unit: 'MiB', value: median(memory), digits: 0, rounds: memory },
    ],
  };
}

async function live(count: number): Promise<{ seconds: number; mebibytes: number; told: string }> {
  const sandbox = await createCodeSandbox();
  const house = new House(sandbox);
  const people = Array.from({ length: count }, (_, i) => `m${String(i).padStart(5, '0')}`);
  found(house, sandbox, people);
  settle(house, people);
  const before = { calls: house.calls, records: house.records, postings: house.postings };
  const startedMs = performance.now();
  for (let month = 0; month < months; month++) liveMonth(house, people, addMonths('2025-01-05', month), month);
  house.elapse(house.kernel.state.calendar.startOf(addMonths('2025-01-05', months)));
  const seconds = (performance.now() - startedMs) / 1000;
  check(house);
  const told = `${house.records - before.records} records, ${house.calls - before.calls} contract calls, ${house.postings - before.postings} postings`;
  return { seconds, mebibytes: process.memoryUsage().rss / 1024 / 1024, told };
}

function found(house: House, sandbox: Awaited<ReturnType<typeof createCodeSandbox>>, people: readonly string[]): void {
  const commons = ['pool', 'pot', 'stipends'].map((id): MemberGrant => ({ id, commons: true }));
  const grants: MemberGrant[] = [...commons, { id: 'school' }, { id: 'landlord' }, { id: 'grocer' }, ...people.map((id) => ({ id, opening: { crown: '500.00' } }))];
  const [first = [], ...more] = Array.from({ length: Math.ceil(grants.length / 200) }, (_, i) => grants.slice(i * 200, i * 200 + 200));
  house.say(start, 'operator', {
    kind: 'found', body: {
      protocol: protocolVersion, members: first, keys: [{ id: 'operator-1', role: 'operator', owner: 'operator', public_key: 'operator' }], zone_rules: house.zoneHash, sandbox: '',
      charter: { name: 'Bench', zone, units: [{ id: 'crown', decimals: 2 }], rights: { admit: [], issue: [], attest: [], review: [] }, issue_per_month: {}, late_days: 30, clock_ahead_s: 120 },
    },
  });
  for (const members of more) house.say(start, 'operator', { kind: 'found.more', body: { members, keys: [] } });
  const kits = loadKits();
  const adopt = (subcontract: string, name: string, parties: { readonly [party: string]: string }, terms: RawTerms): void => {
    const kit = kits.get(name);
    if (kit === undefined) throw new Error(`bench: there is no kit ${name}`);
    sandbox.add(kit.codeHash, kit.code);
    house.say(start, 'operator', { kind: 'adopt', body: { subcontract, manifest: kit.manifest, code: kit.codeHash, parties, terms } });
  };
  adopt('fund', 'personal-fund', {}, {});
  adopt('essentials', 'essentials', { pool: 'pool', provider: 'grocer' }, { households_max: 5000 });
  adopt('pot', 'common-pot', { pot: 'pot' }, { members_max: 5000 });
  adopt('stipend', 'stipend', { pot: 'stipends', steward: 'school' }, { admitted_by: 'steward', recipients_max: 100 });
  for (let i = 0; i * coverSize < people.length; i++) adopt(`cover-${i}`, 'mutual-cover', {}, {});
}

function settle(house: House, people: readonly string[]): void {
  const consent = (by: string, subcontract: string, part: string): void => { house.say(start + 1, by, { kind: 'consent', body: { subcontract, part, given: true } }); };
  const ask = (by: string, subcontract: string, action: string, said: { readonly [name: string]: string }): void => { house.say(start + 2, by, { kind: 'request', body: { subcontract, action, with: said } }); };
  for (const [i, id] of people.entries()) {
    const cover = `cover-${Math.floor(i / coverSize)}`;
    consent(id, 'essentials', 'basket');
    consent(id, 'pot', 'pledge');
    consent(id, cover, 'cover');
    if (i % giverEach === 0) consent(id, 'stipend', 'giver');
    if (i % recipientEach === 1) consent(id, 'stipend', 'recipient');
  }
  for (const [i, id] of people.entries()) {
    ask(id, 'fund', 'allocate', { name: 'school', to: 'school', mode: 'on_top', share_percent: '10', cost: '70.00' });
    ask(id, 'fund', 'allocate', { name: 'rent', to: 'landlord', mode: 'on_top', fixed: '350.00' });
    ask(id, 'fund', 'allocate', { name: 'cover', to: `${id}/cover-${Math.floor(i / coverSize)}/own`, mode: 'out_of', share_percent: '4' });
    if (i % giverEach === 0) ask(id, 'stipend', 'pledge', { monthly: '60.00', income: '1500.00' });
    if (i % recipientEach === 1) ask('school', 'stipend', 'admit', { member: id });
  }
}

/** Each has 1,500.00 into the fund on a day of the month, and takes 800.00 two days later. */
function liveMonth(house: House, people: readonly string[], first: Day, month: number): void {
  const { calendar } = house.kernel.state;
  const noon = calendar.startOf(first) + 12 * hourMs;
  for (const [step, act] of [income, draw].entries()) {
    const days = Map.groupBy(people.entries(), ([i]) => i % 10);
    for (const [day, some] of [...days].sort(([a], [b]) => a - b)) for (const [i, id] of some) act(house, id, noon + (day + 12 * step) * dayMs + i, `${month}-${i}`, calendar.dayOf(noon + day * dayMs));
  }
}

function income(house: House, id: string, at: Instant, reference: string, day: Day): void {
  house.say(at, 'operator', { kind: 'income', body: { to: `${id}/fund/fund`, unit: 'crown', amount: '1500.00', from: 'work', reference, day } });
}

function draw(house: House, id: string, at: Instant): void {
  house.say(at, id, { kind: 'request', body: { subcontract: 'fund', action: 'take', with: { amount: '800.00' } } });
}

/** All that there is sums to nothing with the world outside, and nothing was refused that should have happened. */
function check(house: House): void {
  let sum = 0;
  for (const [key, { balance }] of house.kernel.state.accounts) if (key.endsWith(' crown')) sum += balance;
  if (sum !== 0) throw new Error(`bench: the unit sums to ${sum}`);
  if (house.refused.size > 0) throw new Error(`bench: refused: ${JSON.stringify([...house.refused].slice(0, 5))}`);
}

if (import.meta.main) await runAlone(run);
