// Agreements that are decided on from the command line: an update window, a stop, a trial, a cap that an ordinary vote can't touch, the charter itself.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { answered, decideHouse, says, testFolder, under, type DecideHouse } from './decide-house.ts';
import { frankpledgeHere, type Ran } from './command.ts';

const { place, remove, write } = testFolder('decide-agreements');
after(remove);

/** Five, with a woodpile; what is agreed on comes into force on the first of a month. */
const settings = `title: Linden
collective:
  name: Linden
  zone: Europe/Berlin
  units: { crown: { decimals: 2 } }
  matters:
    - { name: agreements, changes: [terms, adopt, retire], asked: all, rule: { threshold: { people: 3 } }, days: 7 }
    - { name: emergency, changes: [stop, resume], asked: all, rule: { threshold: { people: 2 } }, days: 2 }
    - { name: trials, changes: [pilot], asked: all, rule: { threshold: { people: 2 } }, days: 7 }
    - { name: rules, changes: [charter], parts: [matters], asked: all, rule: { threshold: { at_least: "2/3" } }, days: 7 }
    - { name: caps, changes: [charter], asked: all, rule: { threshold: { people: 3 } }, days: 7 }
    - { name: purse, changes: [spend], asked: all, rule: { threshold: { people: 3 } }, days: 7 }
  entrenched:
    cheap-wood: { says: the wood stays affordable, term: base_price, kit: firewood, at_most: "3.00", consent: [dee], votes: 2, apart_days: 30 }
WINDOWS
members:
  - { id: kim, name: Kim }
  - { id: ana, name: Ana, opening: { crown: "100.00" } }
  - { id: bo, opening: { crown: "100.00" } }
  - { id: cy, opening: { crown: "10.00" } }
  - { id: dee }
  - { id: purse, name: The purse, commons: true, opening: { crown: "50.00" } }
subcontracts:
  - { id: wood, kit: firewood, parties: { provider: kim }, terms: { base_price: "1.50" } }
`;
const monthly = settings.replace('WINDOWS', '  windows: { every: month, on: 1 }');
const atOnce = settings.replace('WINDOWS\n', '');

async function proposalIn(ran: Promise<Ran>): Promise<string> {
  return answered(await ran).proposal.id;
}

async function votes({ act }: DecideHouse, proposal: string, choice: string, ...members: string[]): Promise<string> {
  let state = '';
  for (const member of members) ({ state } = answered(await act('vote', proposal, choice, '--as', member, '--json')).proposal);
  return state;
}

let taken = 0;

/** Somebody takes wood, as a scale would say. @returns the code of the refusal, or null */
async function takes({ serving, clock }: DecideHouse, by: string, count: number): Promise<string | null> {
  taken += 1;
  const response = await fetch(`${serving.url}/api/observations`, {
    method: 'POST', headers: { 'authorization': `Bearer ${serving.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ device: 'scale', observations: [{ seq: taken, subject: 'woodpile', event: 'taken', at: clock.now(), values: { by, count } }] }),
  });
  assert.equal(response.status, 200);
  const { items } = await response.json() as { items: { status: string; faults?: { code: string }[] }[] };
  return items[0]?.faults?.[0]?.code ?? null;
}

async function crowns({ act }: DecideHouse, member: string): Promise<string | undefined> {
  const { members } = JSON.parse((await act('status', member, '--json')).stdout) as { members: { balances: { crown: string } }[] };
  return members[0]?.balances.crown;
}

test('what is agreed on the third is in force on the first of the next month, at the first instant there', async () => {
  const house = await decideHouse(place('monthly'), monthly, '2026-03-03T18:00:00+01:00');
  const { act } = house;
  try {
    says(await act('charter'), 0, /The next time: Wed 1 Apr 2026, 00:00 \(Europe\/Berlin\)\./);
    const id = await proposalIn(act('propose', 'terms', 'wood', '--set', 'base_price=2.00', '--as', 'kim', '--reason', 'sawing has become dear', '--json'));
    assert.deepEqual(under(await act('status', 'cy'), 'You are asked').map((line) => line.slice(10)), ['wood: other terms (Price of a piece); until Tue 10 Mar 2026, 18:00 (Europe/Berlin)']);
    says(await act('vote', id, 'yes', '--as', 'ana'), 0, /^ana says yes to [0-9a-f]{8}: wood: .* \(record \d+\)\n$/);
    assert.doesNotMatch((await act('status', 'ana')).stdout, /You are asked/);
    says(await act('vote', id, 'yes', '--as', 'bo'), 0, /; agreed to: it takes effect at Wed 1 Apr 2026, 00:00 \(Europe\/Berlin\) \(record \d+\)\n$/);
    says(await act('vote', id, 'no', '--as', 'cy'), 1, /^$/, /it has been agreed to, and comes into force at Wed 1 Apr 2026, 00:00 \(Europe\/Berlin\)/);
    await house.until('2026-03-31T23:59:59+02:00');
    assert.equal(await takes(house, 'ana', 2), null);
    assert.equal(await crowns(house, 'ana'), '97.00', '2 at 1.50');
    await house.until('2026-04-01T00:00:00+02:00');
    assert.equal(await takes(house, 'ana', 2), null);
    assert.equal(await crowns(house, 'ana'), '93.00', '2 at 2.00');
    says(await act('proposals'), 0, /^Nothing is open\.\nDecided:\n.*other terms \(Price of a piece\)\n {6}carried/);
    says(await frankpledgeHere(['verify', house.data]), 0, /all outcomes reproduced/);
  } finally {
    await house.close();
  }
});

test('two of five stop an agreement: it takes nothing, and goes on when two say so; and it can be taken away', async () => {
  const house = await decideHouse(place('stopped'), atOnce, '2026-03-03T18:00:00+01:00');
  const { act } = house;
  try {
    const id = await proposalIn(act('propose', 'stop', 'wood', '--as', 'ana', '--reason', 'the scale has gone mad', '--json'));
    says(await act('vote', id, 'yes', '--as', 'bo'), 0, /wood is stopped; carried: it is so now/);
    assert.equal(await takes(house, 'ana', 2), 'suspended');
    assert.equal(await crowns(house, 'ana'), '100.00');
    says(await act('status'), 0, /Not simply in force:\n {2}wood: stopped/);
    says(await act('propose', 'stop', 'wood', '--as', 'cy', '--reason', 'again'), 1, /^$/, /wood is stopped already \[already_so\]/);
    const on = await proposalIn(act('propose', 'resume', 'wood', '--as', 'ana', '--reason', 'it is mended', '--json'));
    says(await act('vote', on, 'yes', '--as', 'cy'), 0, /wood goes on; carried: it is so now/);
    assert.equal(await takes(house, 'ana', 2), null);
    assert.equal(await crowns(house, 'ana'), '97.00');
    const end = await proposalIn(act('propose', 'retire', 'wood', '--as', 'ana', '--reason', 'we have gas now', '--json'));
    await votes(house, end, 'yes', 'bo');
    says(await act('vote', end, 'yes', '--as', 'cy'), 0, /wood is ending; (wood has ended; )?carried/);
  } finally {
    await house.close();
  }
});

test('a trial: it waits for its volunteers, binds nobody else, and one may leave it', async () => {
  const house = await decideHouse(place('tried'), atOnce, '2026-03-03T18:00:00+01:00');
  const { act } = house;
  try {
    const trial = ['propose', 'pilot', 'cellar', 'firewood', '--party', 'provider=kim', '--as', 'kim', '--reason', 'a second pile'];
    says(await act(...trial), 2, /^$/, /--days is missing: how long it runs/);
    says(await act(...trial, '--days', '60', '--volunteers', '2', '--stop', 'padi=50.00'), 2, /^$/, /there is no measure padi; did you mean "paid"\?/);
    says(await act(...trial, '--days', 'sixty', '--volunteers', '2'), 2, /^$/, /--days is a whole number from 1 to 366, not "sixty"/);
    const id = await proposalIn(act(...trial, '--days', '60', '--volunteers', '2', '--stop', 'paid=50.00', '--json'));
    says(await act('accept', 'cellar', '--as', 'ana'), 2, /^$/, /cellar is still voted on, as proposal [0-9a-f]{8} \[usage\]\n {2}Accept it when it is there/);
    says(await act('vote', id, 'yes', '--as', 'ana'), 0, /carried: it is so now/);
    says(await act('status'), 0, /Not simply in force:\n {2}cellar: .*volunteer/);
    says(await act('accept', 'cellar', '--as', 'ana'), 0, /^cellar: .*\n[^]*ana accepts cellar \(record \d+\)\n$/);
    says(await act('accept', 'cellar', '--as', 'bo'), 0, /bo accepts cellar; the trial of cellar begins, until Sat 2 May 2026, 19:00 \(Europe\/Berlin\)/);
    says(await act('accept', 'cellar', '--as', 'bo'), 1, /^$/, /\[already_so\]/);
    says(await act('accept', '--all', '--as', 'cy'), 2, /^$/, /there is nothing that cy has yet to accept \[usage\]\n {2}On trial, for volunteers: cellar/);
    says(await act('bound', 'bo'), 0, /since: volunteered for its trial/);
    says(await act('accept', 'cellar', '--withdraw', '--as', 'bo'), 0, /^bo tries cellar no longer/);
    says(await act('accept', 'wood', '--withdraw', '--as', 'bo'), 1, /^$/, /wood binds all who are members/);
    says(await act('accept', '--as', 'bo'), 2, /^$/, /SUBCONTRACT is missing: name one, or say --all/);
  } finally {
    await house.close();
  }
});

test('a price above the cap is out of order; the cap itself goes by two votes, 30 days apart, with the consent of whom it protects', async () => {
  const house = await decideHouse(place('capped'), atOnce, '2026-03-03T18:00:00+01:00');
  const { act } = house;
  try {
    says(await act('propose', 'terms', 'wood', '--set', 'base_price=4.00', '--as', 'kim', '--reason', 'dear'), 1, /^$/, /wood\.base_price may be at most 3\.00, not 4\.00: the wood stays affordable \(cheap-wood\)\. The way is to change that cap in the charter first: with the consent of dee, and 2 votes 30 days apart \[out_of_order\]/);
    const caps = write('caps.yaml', 'entrenched:\n  cheap-wood: { says: the wood stays affordable, term: base_price, kit: firewood, at_most: "5.00", consent: [dee], votes: 2, apart_days: 30 }\n');
    const id = await proposalIn(act('propose', 'charter', '--set', caps, '--as', 'kim', '--reason', 'wood has doubled', '--json'));
    says(await act('proposal', id), 0, /it touches what is entrenched \(cheap-wood\): vote 1 of 2/);
    assert.equal(await votes(house, id, 'yes', 'ana', 'bo'), 'open', 'three have said yes, and not she whom it protects');
    says(await act('vote', id, 'yes', '--as', 'dee'), 0, /carried once: vote 2 on it begins at Thu 2 Apr 2026, 19:00 \(Europe\/Berlin\)/);
    says(await act('vote', id, 'yes', '--as', 'ana'), 1, /^$/, /vote 2 on it begins at Thu 2 Apr 2026, 19:00 \(Europe\/Berlin\)/);
    await house.days(30);
    assert.equal(await votes(house, id, 'yes', 'ana', 'bo', 'dee'), 'carried');
    says(await act('charter'), 0, /How it has changed:\n[^]*at_most 3\.00 → 5\.00/);
    says(await act('propose', 'terms', 'wood', '--set', 'base_price=4.00', '--as', 'kim', '--reason', 'dear'), 0, /it is proposal/);
  } finally {
    await house.close();
  }
});

test('a community changes its own quorum by its own rule: two thirds of five are four', async () => {
  const house = await decideHouse(place('quorum'), atOnce, '2026-03-03T18:00:00+01:00');
  const { act } = house;
  try {
    const matters = (people: number): string => `matters:\n  - { name: agreements, changes: [terms, adopt, retire], asked: all, rule: { threshold: { people: ${people} } }, days: 7 }\n`;
    says(await act('propose', 'charter', '--set', write('wrong.yaml', 'mattrs: []\n'), '--as', 'ana', '--reason', 'x'), 2, /^$/, /wrong\.yaml:1: mattrs: there is no key "mattrs"; did you mean "matters"\?/);
    says(await act('propose', 'charter', '--as', 'ana', '--reason', 'x'), 2, /^$/, /--set FILE\.yaml is missing/);
    says(await act('propose', 'charter', '--set', write('five.yaml', matters(5)), '--as', 'ana', '--reason', 'all of us'), 0, /\n {2}charter matters agreements rule yes people 3 → 5\n/);
    const id = await proposalIn(act('propose', 'charter', '--set', write('four.yaml', matters(4)), '--as', 'ana', '--reason', 'three decide for five too easily', '--json'));
    assert.equal(await votes(house, id, 'yes', 'bo', 'cy'), 'open');
    assert.equal(await votes(house, id, 'yes', 'dee'), 'carried');
    const dearer = await proposalIn(act('propose', 'terms', 'wood', '--set', 'base_price=2.00', '--as', 'kim', '--reason', 'dear', '--json'));
    assert.equal(await votes(house, dearer, 'yes', 'ana', 'bo'), 'open', 'three were enough before');
    assert.equal(await votes(house, dearer, 'yes', 'cy'), 'carried');
  } finally {
    await house.close();
  }
});

test('an agreement with others is named by the hash of its content, however its file is written; money held in common is spent together', async () => {
  const house = await decideHouse(place('ratified'), atOnce, '2026-03-03T18:00:00+01:00');
  const { act } = house;
  try {
    // SHA-256 of {"text":"We share the well.","title":"Well"}, by sha256sum.
    const hash = '7a5eec3a6753ca76dd38fa1bce864b65cad57a81e296f1fb6c275f6884f8d608';
    const ratify = (file: string): Promise<Ran> => act('propose', 'ratify', file, '--with', 'Ashgrove', '--as', 'ana', '--reason', 'the well');
    for (const file of [write('well.yaml', 'title: Well\ntext: We share the well.\n'), write('well2.yaml', '{ text: "We share the well.", title: "Well" }\n')]) {
      says(await ratify(file), 0, new RegExp(`its hash is ${hash}; it is proposal`));
    }
    says(await act('propose', 'ratify', place('well.yaml'), '--as', 'ana', '--reason', 'x'), 2, /^$/, /--with is missing: with whom it is agreed/);
    const spent = await proposalIn(act('propose', 'spend', 'purse', 'dee', '20.00', 'crown', '--as', 'ana', '--reason', 'paint for the hall', '--json'));
    await votes(house, spent, 'yes', 'bo');
    says(await act('vote', spent, 'yes', '--as', 'cy'), 0, /purse → dee 20\.00 crown; carried: it is so now/);
    assert.equal(await crowns(house, 'purse'), '30.00');
    says(await act('pay', 'dee', '1.00', '--as', 'purse'), 2, /^$/, /purse is held in common, and nobody speaks for it alone \[no_key\]\n.*propose spend purse TO AMOUNT UNIT/);
  } finally {
    await house.close();
  }
});

test('a folder on which nothing ran says that something is due; who acts there acts on what is so by then', async () => {
  const house = await decideHouse(place('still'), monthly, '2025-03-03T18:00:00+01:00');
  const { act } = house;
  try {
    const id = await proposalIn(act('propose', 'adopt', 'cellar', 'firewood', '--party', 'provider=kim', '--as', 'kim', '--reason', 'a second pile', '--json'));
    assert.equal(await votes(house, id, 'yes', 'ana', 'bo'), 'waits');
    says(await act('accept', 'cellar', '--as', 'ana'), 2, /^$/, /cellar is agreed on, and begins at Tue 1 Apr 2025, 00:00 \(Europe\/Berlin\) \[usage\]/);
  } finally {
    await house.close();
  }
  // The first of April has passed since, without a server.
  says(await act('proposals'), 0, /^Something has been due since Tue 1 Apr 2025, 00:00 \(Europe\/Berlin\): it happens when a server starts or with the next act\.\nOpen:\n/);
  says(await act('propose', 'stop', 'cellar', '--as', 'ana', '--reason', 'it is damp'), 0, /^proposed: cellar is stopped/);
  says(await act('proposals'), 0, /^Open:\n {2}[0-9a-f]{8} {2}cellar is stopped/);
});
