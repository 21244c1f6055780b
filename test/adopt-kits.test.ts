// Every kit of the product with its defaults: founded from a settings file, and proposed in a running collective, as the page does it and by the command line.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { stringify } from 'yaml';
import { findSigner } from '../src/host/data-folder.ts';
import { loadKits } from '../src/host/kits.ts';
import { sealEntry } from '../src/host/sealing.ts';
import type { EntryBody } from '../src/vocabulary/entries.ts';
import type { RawTerms } from '../src/vocabulary/kit.ts';
import { answered, decideHouse, testFolder, type DecideHouse } from './decide-house.ts';

const { place, remove, write } = testFolder('adopt-kits');
const kits = [...loadKits().values()];
const inCommon: readonly string[] = ['pot', 'pool', 'treasury'];
/** Of a pledge nobody can guess for whom it is. */
const said: { readonly [kit: string]: RawTerms } = { pledge: { recipients: { bo: 1 } } };

const people = `title: Linden
collective:
  name: Linden
  zone: Europe/Berlin
  units: { crown: { decimals: 2 } }
members: [{ id: ana }, { id: bo }, { id: pot, commons: true }]
`;
const at = '2026-05-10T10:00:00+02:00';

let house: DecideHouse;
let count = 0;

before(async () => { house = await decideHouse(place('running'), people, at); });
after(async () => {
  await house?.close();
  remove();
});

function partiesOf(kit: (typeof kits)[number]): { readonly [party: string]: string } {
  return Object.fromEntries(Object.keys(kit.manifest.parties).map((party) => [party, inCommon.includes(party) ? 'pot' : 'ana']));
}

test('all are founded with their defaults', async () => {
  const subcontracts = kits.map((kit) => ({ id: kit.manifest.name, kit: kit.manifest.name, parties: partiesOf(kit), terms: said[kit.manifest.name] ?? {} }));
  const founded = await decideHouse(place('founded'), `${people}${stringify({ subcontracts })}`, at);
  try {
    assert.deepEqual([...founded.serving.view().standings].map(([id, { state }]) => [id, state]).sort(), kits.map(({ manifest }) => [manifest.name, 'in_force']).sort());
  } finally {
    await founded.close();
  }
});

for (const kit of kits) {
  const { name } = kit.manifest;

  test(`${name} is proposed with its defaults without its code, as a page does it, and is in force when all have said yes`, async () => {
    const change = { change: 'adopt' as const, subcontract: `${name}-page`, manifest: kit.manifest, code: kit.codeHash, parties: partiesOf(kit), terms: said[name] ?? {} };
    const items = await say('ana', { kind: 'propose', body: { change, reason: 'we want it' } });
    assert.equal(items[0]?.status, 'done', JSON.stringify(items));
    await agree(`${name}-page`, kit.codeHash);
  });

  test(`${name} is proposed with its defaults by the command line, and is in force when all have said yes`, async () => {
    const parties = Object.entries(partiesOf(kit)).flatMap(([party, member]) => ['--party', `${party}=${member}`]);
    const terms = said[name] === undefined ? [] : ['--terms', write(`${name}.yaml`, stringify(said[name]))];
    answered(await house.act('propose', 'adopt', `${name}-cli`, kit.folder, ...parties, ...terms, '--reason', 'we want it', '--as', 'ana', '--json'));
    await agree(`${name}-cli`, kit.codeHash);
  });
}

async function agree(subcontract: string, code: string): Promise<void> {
  const { collective } = house.serving.writer;
  const [proposal] = [...collective.state.proposals.values()].filter(({ revision: { change } }) => change.change === 'adopt' && change.subcontract === subcontract);
  assert.ok(proposal !== undefined, 'it is open');
  await say('bo', { kind: 'ballot', body: { proposal: proposal.id, choice: 'yes' } });
  const adopted = collective.state.subcontracts.get(subcontract);
  assert.deepEqual([adopted?.code, house.serving.view().standings.get(subcontract)?.state], [code, 'in_force']);
}

/** Over HTTP, as whoever has nothing but the member's key. */
async function say(by: string, body: EntryBody): Promise<readonly { readonly status: string }[]> {
  count += 1;
  const sealed = sealEntry(findSigner(house.data, 'member', by) ?? assert.fail(by), body, house.serving.writer.collective.state.origin, house.clock.now(), `said-${count}`);
  const response = await fetch(`${house.serving.url}/api/entries`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(sealed) });
  const answer = await response.json() as { readonly items?: readonly { readonly status: string }[] };
  assert.equal(response.status, 200, JSON.stringify(answer));
  return answer.items ?? [];
}
