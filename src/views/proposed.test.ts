import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest } from '../testing/kernel-bench.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import type { Fact } from '../vocabulary/outcomes.ts';
import { applyShown } from './apply.ts';
import type { ProposalsShown } from './deciding-shown.ts';
import { proposalDetail, proposalsOf, type Reckoned } from './proposal-shown.ts';
import { noticesOf } from './queries.ts';
import { viewOf, viewText } from './snapshot.ts';
import { initialView, type View } from './view.ts';

const ports = { zoneRules: () => undefined };
const nothing: Reckoned = {
  tally: { yes: 0, no: 0, of: 0, needed: 0, mustAgree: [], voters: null, orWitnesses: [], count: null, outlook: 'open', via: {} }, inForce: 0, isAsked: () => true,
  amendment: () => ({ rivals: [], count: null }),
};

/** A house whose view goes along, also through its text and back. */
class Watched {
  readonly #bench = new KernelBench([{ id: 'ana', name: 'Ana' }, { id: 'bo' }, { id: 'cy' }]);
  #view: View = initialView(ports);

  constructor() {
    const { charter, members } = this.#bench.kernel.state;
    assert.ok(charter !== null);
    const admitted = [...members.values()].map(({ id, name }): Fact => ({ fact: 'admitted', member: { id, name } }));
    applyShown(this.#view, {
      record: this.#record({ kind: 'clock', body: {} }, 'operator', 0),
      outcome: { items: [{ status: 'done' }], facts: [{ fact: 'founded', origin: 'test', charter, zone_rules: '', sandbox: '' }, ...admitted], gas: {} },
    });
  }

  say(by: string, said: EntryBody): string {
    const seq = this.#bench.kernel.state.seq;
    const outcome = this.#bench.say(by === 'operator' ? 'operator-1' : `member-${by}`, by, said);
    this.#view = viewOf(viewText(this.#view), ports);
    applyShown(this.#view, { record: this.#record(said, by, seq), outcome });
    return [...this.#bench.kernel.state.proposals.keys()].at(-1) ?? '';
  }

  propose(by: string, change: Change): string {
    return this.say(by, { kind: 'propose', body: { change, reason: 'because' } });
  }

  vote(by: string, proposal: string, choice: 'yes' | 'no' = 'yes'): void {
    this.say(by, { kind: 'ballot', body: { proposal, choice } });
  }

  shown(): ProposalsShown {
    return proposalsOf(this.#view, () => nothing);
  }

  /** Who said what. */
  said(id: string): string[] {
    return proposalDetail(this.#view, id, () => nothing, () => undefined)?.ballots.map(({ member, words }) => `${member} ${words}`) ?? [];
  }

  told(member: string): string[] {
    return noticesOf(this.#view, member).map(({ words }) => words);
  }

  agreed(subcontract: string): unknown {
    return this.#view.subcontracts.get(subcontract)?.agreed;
  }

  #record(said: EntryBody, by: string, seq: number): Parameters<typeof applyShown>[1]['record'] {
    return { seq, recordedAt: this.#bench.now, entry: { ...said, origin: 'test', by, at: this.#bench.now, id: `e${seq}` }, seal: { key: '', sig: '' }, outcomeHash: '' };
  }
}

function box(version: string, terms: { readonly [term: string]: string } = {}): Change {
  return { change: 'adopt', subcontract: 'box', manifest: testManifest({ version }), code: 'box', parties: {}, terms };
}

test('a proposal says what would be so and which terms would be others, held against what is so then', () => {
  const house = new Watched();
  const first = house.propose('ana', box('1.0.0', { here: 'shed' }));
  assert.deepEqual(house.shown().open.map(({ words, by, reason }) => ({ words, by, reason })), [{ words: 'a new agreement box: test 1.0.0', by: 'ana', reason: 'because' }]);
  assert.deepEqual(house.said(first), ['ana yes']);
  house.vote('bo', first, 'no');
  house.vote('cy', first);
  assert.deepEqual(house.agreed('box'), { here: 'shed' });
  const upgrade = house.propose('ana', box('1.1.0', { here: 'cellar' }));
  const [open] = house.shown().open;
  assert.deepEqual([open?.id, open?.words, open?.terms], [upgrade, 'box: test 1.1.0 instead of 1.0.0, the same code', [{ term: 'here', before: 'shed', after: 'cellar' }]]);
  assert.deepEqual(house.shown().decided.map(({ id, end, words, ballots }) => ({ id, how: end.how, said: end.words, words, ballots })), [
    { id: first, how: 'carried', said: 'carried, with 2 yes and 1 no of 3', words: 'a new agreement box: test 1.0.0', ballots: 3 },
  ]);
  assert.deepEqual(house.said(first), ['ana yes', 'bo no', 'cy yes']);
  house.vote('bo', upgrade);
  assert.deepEqual(house.agreed('box'), { here: 'cellar' });
  assert.deepEqual([house.shown().open.length, house.shown().decided[0]?.terms], [0, [{ term: 'here', before: 'shed', after: 'cellar' }]]);
});

test('of two proposals for one agreement the one that is carried is what was agreed', () => {
  const house = new Watched();
  const one = house.propose('ana', box('1.0.0', { here: 'shed' }));
  const other = house.propose('bo', box('1.0.0', { here: 'attic' }));
  house.vote('cy', other);
  assert.deepEqual(house.agreed('box'), { here: 'attic' });
  assert.deepEqual(house.shown().open.map(({ id, words, terms }) => ({ id, words, terms })), [
    { id: one, words: 'box: test 1.0.0, the same code', terms: [{ term: 'here', before: 'attic', after: 'shed' }] },
  ]);
});

test('what the kernel tells a member is said in words: who, what, why', () => {
  const house = new Watched();
  house.say('operator', { kind: 'opened', body: { member: 'bo', commitment: 'c', reason: 'he asked' } });
  house.say('ana', { kind: 'opened', body: { member: 'bo', commitment: 'c', reason: 'the audit' } });
  const id = house.propose('ana', { change: 'recover', member: 'bo', key: { id: 'bo-2', role: 'member', owner: 'bo', public_key: 'new' } });
  assert.deepEqual(house.told('bo'), [
    `Ana proposes a new key for you, as if you had lost yours: if that isn't so, say no to proposal ${id.slice(0, 8)} and it is stopped`,
    'Ana opened what you declared of your means: the audit', 'the operator opened what you declared of your means: he asked',
  ]);
  assert.equal(house.shown().open[0]?.words, 'a new key bo-2 for bo, whose earlier keys go out of force');
});

test('who took up a part that may now take more is asked again, and told', () => {
  const house = new Watched();
  house.vote('cy', house.propose('ana', box('1.0.0')));
  house.say('bo', { kind: 'consent', body: { subcontract: 'box', part: 'guarantee', given: true } });
  const wider = testManifest({ version: '2.0.0', envelope: [{ debit: 'part:guarantee', per_event: '1000.00', per_person: { amount: '1000.01', days: 30 } }] });
  house.vote('cy', house.propose('ana', { ...box('2.0.0'), manifest: wider } as Change));
  assert.deepEqual(house.told('bo'), ['box may now take more under guarantee than you agreed to: your consent has ended until you give it again']);
});
