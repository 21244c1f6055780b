// Entries of every kind about deciding, with values as people and programs get them wrong: each is taken or refused, and nothing throws.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Garbage } from '../testing/garbage.ts';
import { KernelBench, testManifest } from '../testing/kernel-bench.ts';
import { createRandom } from '../testing/random.ts';
import type { Asked, Charter, CharterPart, Entrenched, UpdateWindows } from '../vocabulary/charter.ts';
import type { Change, ChangeKind, Edit, Option } from '../vocabulary/changes.ts';
import type { Choice, DecisionRule } from '../vocabulary/deciding.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import type { Json } from '../vocabulary/json.ts';
import type { Revision } from '../vocabulary/outcomes.ts';
import { dayMs } from '../vocabulary/time.ts';
import { tallyOf } from './tally.ts';

const founders = ['ana', 'bo', 'cy', 'dee', '7'] as const;
const people = [...founders, 'fay'] as const;
const manifests = [testManifest(), testManifest({ parties: { giver: { says: '' } } }), testManifest({ name: 'other', terms: { ...testManifest().terms, most: { type: 'amount', default: '5.00' } } })] as const;
const rules: readonly [DecisionRule, ...DecisionRule[]] = [{ rule: 'consensus', assents: 1 }, { rule: 'majority', yes: { at_least: { numerator: 1, denominator: 2 } }, quorum: 1 }, { rule: 'threshold', yes: { people: 2 } }, { rule: 'unanimous' }, { rule: 'each', of: { all: { rule: 'unanimous' }, bound: { rule: 'consensus', assents: 0 }, kids: { rule: 'unanimous' } } }, { rule: 'schulze', quorum: 0 }, { rule: 'approval', winners: 2, quorum: 9 }];

class Draw extends Garbage<KernelBench> {
  entry(): EntryBody {
    return this.#one<EntryBody>(
      () => ({ kind: 'propose', body: { change: this.#change(), reason: '', text: [{ id: 'p1', text: 'x' }, { id: this.#word(), text: 'y' }], ...this.some({ topic: this.#word(), effective: this.bench.now + this.#days(), closes: this.bench.now + this.#days() }) } }),
      () => ({ kind: 'ballot', body: { proposal: this.#open(), choice: this.#choice(), revision: this.#revision()?.digest ?? '', reason: this.#word() } }),
      () => ({ kind: 'ballot', body: { proposal: this.#open(), choice: 'yes', ...this.some({ revision: this.#revision()?.digest ?? '' }) } }),
      () => ({ kind: 'amend', body: { proposal: this.#open(), revision: this.#revision()?.digest ?? '', edits: [this.#edit(), ...(this.random.chance(0.2) ? [this.#edit()] : [])], reason: '' } }),
      () => ({ kind: 'withdraw', body: { proposal: this.#open() } }),
      () => ({ kind: 'delegate', body: { topic: this.random.chance(0.5) ? null : this.#word(), to: this.random.chance(0.2) ? null : this.#person() } }),
      () => ({ kind: 'comment', body: { proposal: this.#open(), commitment: this.random.pick(['a'.repeat(64), 'x']), ...this.some({ paragraph: this.#word(), answers: 'b'.repeat(64) }) } }),
      () => ({ kind: 'accept', body: { subcontract: this.#word(), ...this.some({ given: false as const }) } }),
      () => ({ kind: 'consent', body: { subcontract: this.#word(), part: this.random.pick(['guarantee', 'x']), given: this.random.chance(0.5) } }),
    );
  }

  #one<T>(...ways: readonly [() => T, ...(() => T)[]]): T {
    return this.random.pick(ways)();
  }

  #days(): number {
    return this.random.pick([-1, 0, 0.5, 1, 3, 5, 30, 367, 1e7]) * dayMs;
  }

  #word(): string {
    return this.random.pick(['wood', 'tax', 'kids', 'giver', 'p1', 'yes', 'as_it_is', 'all', '', 'no id', '__proto__', 'constructor', '1.00', '-1', '1e9', '\u0000']);
  }

  #person(): string {
    return this.random.chance(0.85) ? this.random.pick(people) : this.random.pick(['pot', 'outside', 'operator', 'fay', '', 'constructor']);
  }

  #open(): string {
    return this.random.pick(['nothing', ...this.bench.kernel.state.proposals.keys(), ...this.bench.kernel.state.amendments.keys()]);
  }

  #revision(): Revision | undefined {
    return [...this.bench.kernel.state.proposals.values()].at(-1)?.revision;
  }

  #choice(): Choice {
    return this.#one<Choice>(() => 'abstain', () => 'object', () => 'concern', () => ({ approve: [this.#word()] }), () => ({ scores: { [this.#word()]: this.#days() } }), () => ({ ranking: [['a'], [this.#word(), this.#word()]] }));
  }

  #change(): Change {
    const options = (): readonly Option[] => ['a', 'b', this.#word()].map((id) => ({ id, says: '', ...this.some({ change: this.#single() }) }));
    return this.random.chance(0.2) ? { change: 'choice', options: options() } : this.#single();
  }

  #single(): Exclude<Change, { change: 'choice' }> {
    const adoption = { subcontract: this.random.pick(['wood', 'tax', this.#word()]), manifest: this.random.pick(manifests), code: 'code', parties: this.some({ giver: this.#person() }) as { readonly giver: string }, terms: this.some({ unit: this.#word(), here: this.#word(), most: this.#word() }) };
    const { subcontract, terms } = adoption;
    return this.#one<Exclude<Change, { change: 'choice' }>>(
      () => ({ change: 'adopt', ...adoption }), () => ({ change: 'terms', subcontract, terms }), () => ({ change: this.random.pick(['retire', 'stop', 'resume']), subcontract }),
      () => ({ change: 'pilot', ...adoption, days: this.random.pick([1, 2, 0]), volunteers_min: this.random.pick([1, 2, 0]), stop: [{ measure: this.random.pick(['paid', 'marks']), above: this.#word() }] }),
      () => ({ change: 'spend', from: this.random.pick(['pot', 'ana']), to: this.#person(), unit: 'crown', amount: this.#word() }), () => ({ change: 'exclude', member: this.#person() }), () => ({ change: 'resolution' }),
      () => ({ change: 'admit', member: { id: this.#person() }, keys: [{ id: this.#word(), role: this.random.pick(['member', 'invitation', 'device']), owner: this.#person(), public_key: this.#word() }] }),
      () => ({ change: 'ratify', agreement: this.#word(), with: '' }), () => ({ change: 'charter', set: Object.fromEntries([this.#part()]) }), () => ({ change: 'charter', set: { ...this.some(this.#set()), ...this.some({ windows: null, groups: null, matters: null, entrenched: null }) } }),
    );
  }

  /** Parts of a charter in their forms, with what may stand in them and what may not. */
  #set(): Required<Pick<Charter, 'name' | 'matters' | 'groups' | 'windows' | 'decide' | 'entrenched' | 'alone_max'>> {
    const days = this.random.int(0, 5);
    return {
      name: this.#word(), decide: { more_than: { numerator: this.random.int(0, 3), denominator: this.random.int(0, 4) }, days }, alone_max: { [this.random.pick(['crown', 'x'])]: this.#word() },
      windows: this.random.pick<UpdateWindows>([{ every: 'day' }, { every: 'week', on: days }, { every: 'month', on: 29 }]), groups: { kids: [this.#person()], [this.#word()]: [this.#person(), this.#person()] },
      matters: [{ name: 'm', changes: [this.random.pick<ChangeKind>(['resolution', 'charter', 'adopt', 'terms', 'choice'])], asked: this.random.pick<Asked>(['all', 'bound', 'parties', 'chosen', 'group:kids', 'group:none']), rule: this.random.pick(rules), days }],
      entrenched: { cap: { says: '', cap: this.#one<Entrenched['cap']>(() => ({ charter: ['groups'] }), () => ({ term: this.#word(), kit: 'test', at_most: this.#word() })), way: { consent: this.random.pick<Entrenched['way']['consent']>(['group:kids', 'party:giver', ['ana']]), votes: days, apart_days: days } } },
    };
  }

  #partEdit(): Edit {
    const [part, after] = this.#part();
    const { charter } = this.bench.kernel.state;
    return { edit: 'part', part, before: (charter?.[part] ?? null) as Json, after };
  }

  #part(): [CharterPart, Json] {
    return this.random.pick(Object.entries(this.#set()) as unknown as [[CharterPart, Json]]);
  }

  #edit(): Edit {
    const revision = this.#revision();
    const after = this.random.pick<Json>([null, 0.5, 'x', '1.00', [], { a: [1] }, true]);
    return this.#one<Edit>(
      () => ({ edit: 'title', before: revision?.title ?? '', after: this.#word() }), () => ({ edit: 'paragraph', id: 'p1', before: 'x', after: this.random.chance(0.5) ? null : this.#word() }),
      () => ({ edit: 'paragraph', id: this.#word(), before: null, after: 'new', behind: this.#word() }), () => ({ edit: 'effective', before: null, after: this.bench.now + this.#days() }),
      () => ({ edit: 'term', term: this.random.pick(['here', 'most', this.#word()]), before: null, after }), () => ({ edit: 'party', party: 'giver', before: null, after: this.#person() }),
      () => this.#partEdit(), () => ({ edit: 'code', before: 'code', after: 'other', manifest: this.random.pick(manifests) }),
    );
  }
}

test('eight thousand entries of four seeds: taken or refused, each with its code, and what is shown of open proposals can be shown', () => {
  const done = new Map<string, number>();
  for (const seed of [1, 2, 3, 4]) {
    const random = createRandom(seed);
    const bench = new KernelBench([...founders.map((id) => ({ id, opening: { crown: '10.00' } })), { id: 'pot', commons: true as const, opening: { crown: '50.00' } }], undefined, {}, {
      groups: { kids: ['dee'] }, decide: { more_than: { numerator: 1, denominator: 4 }, days: 5 }, amending: { rule: { rule: 'majority', yes: { at_least: { numerator: 1, denominator: 2 } }, quorum: 1 }, days: 1, confirm_days: 1 },
    });
    bench.adopt('wood', () => ({}), manifests[2]);
    bench.say('operator-1', 'operator', { kind: 'admit', body: { member: { id: 'fay' }, keys: [{ id: 'member-fay', role: 'member', owner: 'fay', public_key: 'of fay' }] } });
    const draw = new Draw(random, bench, 0.2);
    for (let n = 0; n < 2000; n++) {
      const by = random.pick(people);
      const sealed = bench.seal(`member-${by}`, by, draw.entry());
      if (bench.kernel.gate(sealed, '', bench.now).pass) {
        const item = bench.kernel.decide(sealed, bench.now).items[0];
        assert.ok(item?.status === 'done' || (item?.status === 'refused' && item.code !== undefined), JSON.stringify(sealed.entry));
        if (item.status === 'done') done.set(sealed.entry.kind, (done.get(sealed.entry.kind) ?? 0) + 1);
        for (const proposal of bench.kernel.state.proposals.values()) tallyOf(bench.kernel.state, proposal);
      }
      if (random.chance(0.05)) bench.until(bench.now + Math.floor(random.next() * dayMs));
    }
  }
  assert.deepEqual([...done.keys()].sort(), ['accept', 'amend', 'ballot', 'comment', 'consent', 'delegate', 'propose', 'withdraw'], 'some of each kind were taken');
});
