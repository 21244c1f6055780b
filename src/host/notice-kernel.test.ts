// The kernel's own notices, held against what it emits: in scenarios of every area, and on benches where no scenario goes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import enNotices from '../../messages/en/notices.json' with { type: 'json' };
import { kernelTopics } from '../notices/topics.ts';
import { KernelBench } from '../testing/kernel-bench.ts';
import { SensingBench } from '../testing/sensing-bench.ts';
import { languages } from '../vocabulary/languages.ts';
import type { Fact, Outcome } from '../vocabulary/outcomes.ts';
import { dayMs } from '../vocabulary/time.ts';
import { createCodeSandbox } from './codes.ts';
import type { Collective } from './collective.ts';
import { loadKitsFrom, ownKits } from './kits.ts';
import { say } from './notice-words.ts';
import { playScenario } from './play.ts';
import { readScenario, zoneNames } from './scenarios.ts';

type Notice = Fact & { readonly fact: 'notice' };

const scenarios = [
  'decide/bad-input', 'decide/consent-asked-again', 'decide/consent-stays-at-the-old', 'decide/f4-pilot-without-its-party', 'decide/spent-from-what-all-hold', 'deciding/lost-phone',
  'outside/a-month-with-the-bank', 'sensing/a14-measured-by-consent', 'sensing/e2-for-a-named-recipient',
];

function noticesIn(outcomes: readonly Outcome[]): Notice[] {
  return outcomes.flatMap(({ facts }) => facts.filter((fact) => fact.fact === 'notice' && fact.because === null)) as Notice[];
}

async function played(): Promise<Notice[]> {
  const root = join(import.meta.dirname, '../../test');
  const kits = loadKitsFrom([ownKits, join(root, 'kits')]);
  const sandbox = await createCodeSandbox();
  return scenarios.flatMap((name) => {
    const text = readFileSync(join(root, `scenarios/${name}.yaml`), 'utf8');
    const scenario = readScenario(text, { kits: new Map([...kits].map(([kit, { manifest }]) => [kit, manifest])), zones: zoneNames() });
    assert.ok(scenario.ok, JSON.stringify(scenario));
    let last: Collective | undefined;
    playScenario(scenario.value, text, kits, sandbox, (collective) => { last = collective; });
    return noticesIn(last?.journal.read(0, 10_000).map(({ outcome }) => JSON.parse(outcome) as Outcome) ?? []);
  });
}

function disputed(): { readonly bench: SensingBench; readonly by: (said: Parameters<SensingBench['say']>[2]) => Outcome } {
  const bench = new SensingBench(['ana', 'bo', 'cy']);
  bench.bind();
  bench.sensed(['cell/mass'], { values: { by: 'cy' } });
  bench.member('ana', { kind: 'dispute', body: { observation: 'room:1', reason: 'it was the cat' } });
  return { bench, by: (said) => bench.say('member-bo', 'bo', said) };
}

function onBenches(): Notice[] {
  const [judged, waited, unbound] = [disputed(), disputed(), new SensingBench(['ana', 'bo', 'cy'])];
  const measuring = unbound.bind();
  const bank = new KernelBench([{ id: 'ana', opening: { crown: '10.00' } }]);
  const operator = (said: Parameters<KernelBench['say']>[2]): Outcome => bank.say('operator-1', 'operator', said);
  const payout = `payout-${bank.kernel.state.seq}`;
  bank.say('member-ana', 'ana', { kind: 'payout', body: { unit: 'crown', amount: '4.00' } });
  operator({ kind: 'settle', body: { payout, how: 'paid', reference: 'B-7' } });
  return noticesIn([
    judged.by({ kind: 'judge', body: { observation: 'room:1', held: false } }), ...waited.bench.until(waited.bench.now + 30 * dayMs),
    measuring, unbound.say('operator-1', 'operator', { kind: 'unbind', body: { binding: 'room' } }),
    operator({ kind: 'reverse', body: { unit: 'crown', reference: 'B-7', reason: 'the account is closed', return_reference: 'B-8' } }),
    operator({ kind: 'opened', body: { member: 'ana', commitment: 'c', reason: 'she asked me to' } }),
  ]);
}

test('each notice that the kernel emits has words in each language, which are filled from what it gives', async () => {
  const emitted = [...await played(), ...onBenches()];
  assert.deepEqual([...new Set(emitted.map(({ code }) => code))].sort(), Object.keys(kernelTopics).sort());
  for (const { code, data } of emitted) {
    const words = (enNotices as { readonly [key: string]: string })[`kernel.${code}`] ?? assert.fail(code);
    const names = [...words.matchAll(/\{(\w+)[,}]/g)].map(([, name = '']) => name);
    for (const name of names) assert.ok(['string', 'number'].includes(typeof data[name]), `${code}: ${name} of ${JSON.stringify(data)}`);
    for (const language of languages) {
      const said = say(language, { message: `kernel.${code}`, values: data as { [name: string]: string } });
      // Why it was so is a sentence of the rules, and is in the reader's language too.
      for (const name of names) {
        const given = String(data[name]);
        const expected = name === 'why' ? say(language, { message: null, words: given }) : given;
        assert.ok(said.includes(expected), `${code} in ${language}: ${name}`);
        if (name === 'why') assert.equal(expected === given, language === 'en', `${given} in ${language}`);
      }
    }
  }
});
