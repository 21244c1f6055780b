// Deciding together from the command line: a park and its playground, an update window, a choice, an entrenched cap, delegation, a stop.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { answered, decideHouse, says, testFolder, under, type DecideHouse } from './decide-house.ts';
import { frankpledgeHere, type Ran } from './command.ts';

const { place, remove, write } = testFolder('decide-voting');
after(remove);

const people = Array.from({ length: 40 }, (_, n) => `m${n + 1}`);

/** A district of forty that decides on words by at least 60 % of those who say yes or no, with at least 20 of them. */
const district = `title: District
collective:
  name: District
  zone: Europe/Berlin
  units: { crown: { decimals: 2 } }
  matters:
    - { name: park, changes: [resolution], asked: all, rule: { majority: { at_least: "60%", quorum: 20 } }, days: 14 }
  amending: { rule: { majority: { at_least: "60%", quorum: 20 } }, days: 7, confirm_days: 7 }
members: [${people.map((id) => `{ id: ${id} }`).join(', ')}]
`;

/** All say the same, as one would: with a command each. */
async function eachSays({ act }: DecideHouse, members: readonly string[], proposal: string, choice: string): Promise<void> {
  for (const member of members) assert.equal((await act('vote', proposal, choice, '--as', member)).status, 0);
}

async function proposalIn(ran: Promise<Ran>): Promise<string> {
  return answered(await ran).proposal.id;
}

test('park and playground: 6 for a garden and 22 against, 31 for more equipment and 4 against; it makes revision 2, and 18 are asked again', async () => {
  const house = await decideHouse(place('park'), district, '2026-03-02T10:00:00+01:00');
  const { act } = house;
  try {
    const text = write('park.txt', 'The lot behind the school becomes a park.\n\nIt has a playground with two swings.\n\nThe gate is locked at night.\n');
    const park = await proposalIn(act('propose', 'resolution', '--title', 'A park behind the school', '--text', text, '--as', 'm1', '--reason', 'children have nowhere to play', '--json'));
    await eachSays(house, people.slice(1, 18), park, 'yes');
    const garden = write('garden.txt', 'The lot behind the school becomes a park.\n\nIt has a community garden with forty beds.\n\nThe gate is locked at night.\n');
    const equipment = write('equipment.txt', 'The lot behind the school becomes a park.\n\nIt has a playground with six swings and a slide.\n\nThe gate is locked at night.\n');
    const amended = await act('amend', park, '--text', garden, '--reason', 'we should eat what we grow', '--as', 'm30', '--json');
    const gardenId = answered(amended).proposal.id;
    const second = await act('amend', park, '--text', equipment, '--reason', 'two swings for forty families', '--as', 'm2');
    says(second, 0, /^ {2}p2:\n {4}- It has a playground with two swings\.\n {4}\+ It has a playground with six swings and a slide\.\nm2 proposes this difference to revision 1 of [0-9a-f]{8}; it is amendment [0-9a-f]{8}, open until Mon 9 Mar 2026, 10:00 \(Europe\/Berlin\)/);
    const [, equipmentId = ''] = /amendment ([0-9a-f]{8})/.exec(second.stdout) ?? [];
    await eachSays(house, people.slice(30, 35), gardenId, 'yes');
    await eachSays(house, people.slice(0, 22), gardenId, 'no');
    await eachSays(house, people.filter((id) => id !== 'm2').slice(0, 30), equipmentId, 'yes');
    await eachSays(house, people.slice(36, 40), equipmentId, 'no');
    says(await act('proposal', park), 0, new RegExp(`touches the same lines as ${gardenId.slice(0, 8)}: at most one of them is taken in`));
    await house.days(7);
    const seen = await act('proposal', park, '--as', 'm5', '--json');
    const detail = JSON.parse(seen.stdout) as { revision: { number: number }; unconfirmed: string[]; text: { id: string; text: string }[]; amendments: { id: string; end: { how: string } }[] };
    assert.equal(detail.revision.number, 2);
    assert.equal(detail.unconfirmed.length, 18, 'the one who proposed it and 17 others had said yes');
    assert.deepEqual(detail.text[1], { id: 'p2', text: 'It has a playground with six swings and a slide.' });
    assert.deepEqual(Object.fromEntries(detail.amendments.map(({ id, end }) => [id.slice(0, 8), end.how])), { [gardenId.slice(0, 8)]: 'rejected', [equipmentId]: 'adopted' }, '6 of 28 are 21.4 %, 31 of 35 are 88.6 %');
    says(await act('proposals', '--as', 'm5'), 0, /^You are asked:\n.*A park behind the school[^]*revision 2, which 18 have yet to confirm[^]*you said yes to what it was before: say what you think of it now\n$/);
    assert.doesNotMatch((await act('proposals', '--as', 'm40')).stdout, /you said yes/);
    // What is over is named by its title and how it ended, whether one gives all of its name or the beginning.
    says(await act('vote', gardenId, 'yes', '--as', 'm5'), 2, /^$/, new RegExp(`: the amendment ${gardenId.slice(0, 8)} to ${park.slice(0, 8)} \\(A park behind the school\\) is not taken in: not enough were for it \\[unknown_proposal\\]\n {2}What is open is shown by: .* -- proposals --data `));
    says(await act('vote', equipmentId, 'yes', '--as', 'm5'), 2, /^$/, new RegExp(`: the amendment ${equipmentId} to ${park.slice(0, 8)} \\(A park behind the school\\) is taken in \\[unknown_proposal\\]`));
    says(await act('vote', park, 'yes', '--as', 'm5'), 0, /m5 says yes to [0-9a-f]{8} \(revision 2\): A park behind the school/);
    says(await frankpledgeHere(['verify', house.data]), 0, /all outcomes reproduced/);
  } finally {
    await house.close();
  }
});

/** A house of five that chooses between several by Schulze. */
const choosing = `title: House
collective:
  name: House
  zone: Europe/Berlin
  units: { crown: { decimals: 2 } }
  matters:
    - { name: choices, changes: [choice, resolution, terms], asked: all, rule: { schulze: { quorum: 3 } }, days: 3 }
members: [{ id: ana, name: Ana }, { id: bo }, { id: cy }, { id: dee }, { id: eve }]
`;

test('a choice: each ranks what one could live with, and the count can be done again by hand', async () => {
  const house = await decideHouse(place('choice'), choosing.replace('[choice, resolution, terms]', '[choice]'), '2026-03-02T10:00:00+01:00');
  const { act } = house;
  try {
    const options = write('options.yaml', 'options:\n  - { id: trams, says: more trams }\n  - { id: buses, says: more buses }\n  - { id: bicycles, says: bicycle lanes }\n');
    const id = await proposalIn(act('propose', 'choice', '--file', options, '--title', 'How we get to town', '--as', 'ana', '--reason', 'one line of the budget', '--json'));
    says(await act('vote', id, 'yes', '--as', 'bo'), 2, /^$/, /this is a choice between trams, buses, bicycles: choose with --approve, --scores or --rank/);
    says(await act('vote', id, '--rank', 'trams > bikes', '--as', 'bo'), 2, /^$/, /there is no option bikes; did you mean "buses"\? \[unknown_option\]|there is no option bikes \[unknown_option\]/);
    says(await act('vote', id, '--rank', 'trams > > buses', '--as', 'bo'), 2, /^$/, /--rank is an order as "a > b = c > d", not "trams > > buses"/);
    says(await act('vote', id, '--approve', 'trams', '--as', 'bo'), 1, /^$/, /\[invalid_value\]/);
    for (const [member, rank] of [['ana', 'trams > buses > bicycles'], ['bo', 'trams > bicycles = buses'], ['cy', 'bicycles > trams'], ['dee', 'buses > trams']] as const) {
      says(await act('vote', id, '--rank', rank, '--as', member), 0, new RegExp(`${member} says trams before|${member} says (bicycles|buses) before`));
    }
    says(await act('proposals'), 0, / {6}5 may choose; each option against each other one/);
    says(await act('proposal', id), 0, /\nchoose with --rank "A > B = C": the best first\n/);
    // trams before buses: ana, bo, cy (bicycles, then trams, buses last); after: dee. trams before bicycles: ana, bo, dee; after: cy.
    await house.days(3);
    const ran = await act('proposal', id);
    says(ran, 0, /carried/);
    assert.match(under(ran, 'Count').join('\n'), /trams/);
    const { end, count } = JSON.parse((await act('proposal', id, '--json')).stdout) as { end: { winner: string }; count: { bodies: { working: { step: string; preferred: { [a: string]: { [b: string]: number } } }[] }[] } };
    assert.equal(end.winner, 'trams');
    const preferred = count.bodies[0]?.working.find(({ step }) => step === 'pairwise')?.preferred;
    assert.deepEqual([preferred?.['trams']?.['buses'], preferred?.['buses']?.['trams'], preferred?.['trams']?.['bicycles'], preferred?.['bicycles']?.['trams']], [3, 1, 3, 1]);
  } finally {
    await house.close();
  }
});

test('through whom one\'s vote comes is shown before it is given, it never goes in a circle, and one\'s own word counts before it', async () => {
  const house = await decideHouse(place('delegated'), choosing.replace(/ {2}matters:\n.*\n/, ''), '2026-03-02T10:00:00+01:00');
  const { act } = house;
  try {
    const id = await proposalIn(act('propose', 'resolution', '--title', 'Quiet after ten', '--topic', 'noise', '--as', 'ana', '--reason', 'sleep', '--json'));
    says(await act('delegate', 'dee', '--topic', 'noise', '--as', 'cy'), 0, /^Where cy says nothing, what dee says counts for them\.\nOpen now, and meant by it: [0-9a-f]{8}\. .*\nwhere cy says nothing, dee votes for them on noise \(record \d+\)\n$/);
    says(await act('delegate', 'cy', '--topic', 'noise', '--preview', '--as', 'bo'), 0, /^Where bo says nothing, what cy says counts for them; and where that one is silent too, what dee says\.\n[^]*Nothing was changed\.\n$/);
    says(await act('delegate', '--as', 'bo'), 0, /^bo has delegated nothing\.\n$/);
    says(await act('delegate', 'cy', '--topic', 'noise', '--as', 'bo'), 0, /cy votes for them/);
    says(await act('delegate', 'bo', '--topic', 'noise', '--as', 'dee'), 1, /^That would go in a circle, and can't be: dee → bo → cy → dee\.\n$/, /\[delegation_circle\]/);
    says(await act('delegate', 'dee', '--preview', '--as', 'dee'), 0, /^That would go in a circle, and can't be: dee → dee\.\nNothing was changed\.\n$/);
    says(await act('delegate', '--as', 'bo'), 0, /^noise: cy, then dee\n$/);
    says(await act('delegate', 'dee', '--topic', 'noise', '--none', '--as', 'bo'), 2, /^$/, /give a member, or --none/);
    // More than half of five are three: ana, and by dee's one word dee, cy and bo.
    assert.equal(answered(await act('vote', id, 'yes', '--as', 'dee', '--json')).proposal.state, 'carried');
    assert.deepEqual(under(await act('proposal', id), 'Votes'), ['ana: yes', 'dee: yes', 'bo: through cy, then dee', 'cy: through dee']);
    const second = await proposalIn(act('propose', 'resolution', '--title', 'Quiet at noon', '--topic', 'noise', '--as', 'ana', '--reason', 'sleep', '--json'));
    assert.equal(answered(await act('vote', second, 'no', '--as', 'cy', '--json')).proposal.state, 'open');
    assert.equal(answered(await act('vote', second, 'yes', '--as', 'dee', '--json')).proposal.state, 'open', 'bo goes with cy now, who says no: two against two');
    says(await act('delegate', '--none', '--topic', 'noise', '--as', 'bo'), 0, /bo votes alone on noise again/);
    says(await act('delegate', '--none', '--topic', 'noise', '--as', 'bo'), 1, /^$/, /bo has delegated nothing on noise \[unknown_value\]/);
  } finally {
    await house.close();
  }
});

test('what can\'t be said is said to be so, with what can be done', async () => {
  const house = await decideHouse(place('wrong'), choosing.replace(/ {2}matters:\n.*\n/, ''), '2026-03-02T10:00:00+01:00');
  const { act } = house;
  try {
    says(await act('propose'), 2, /^$/, /say what: terms, adopt, .*operator \[usage\]\n {2}These can be proposed: .*help propose/);
    says(await act('propose', 'term', 'wood', '--as', 'ana', '--reason', 'x'), 2, /^$/, /one can't propose "term"; did you mean "terms"\?/);
    says(await act('propose', 'terms', '--as', 'ana', '--reason', 'x'), 2, /^$/, /SUBCONTRACT is missing \[usage\]\n {2}Usage: npm run -s frankpledge -- propose terms SUBCONTRACT /);
    says(await act('propose', 'resolution', '--as', 'ana', '--reason', 'x'), 2, /^$/, /--title or --text is missing: a resolution is words, and nothing else/);
    says(await act('propose', 'resolution', '--title', 'x', '--closes', 'friday', '--as', 'ana', '--reason', 'x'), 2, /^$/, /--closes is a day as 2026-03-01, or a time as 2026-03-01T18:00:00\+01:00, not "friday"/);
    says(await act('propose', 'resolution', '--title', 'x', '--asked', 'group:north', '--as', 'ana', '--reason', 'x'), 2, /^$/, /there is no group north \[unknown_value\]\n {2}There is no group yet\./);
    says(await act('propose', 'spend', 'ana', 'boo', '1.00', 'crown', '--as', 'ana', '--reason', 'x'), 2, /^$/, /there is no member boo; did you mean "bo"\?/);
    says(await act('propose', 'exclude', 'bo', 'cy', '--as', 'ana', '--reason', 'x'), 2, /^$/, /"cy" is one argument too many/);
    says(await act('vote', 'abc', 'yes', '--as', 'ana'), 2, /^$/, /there is no open proposal abc \[unknown_proposal\]\n {2}Nothing is open now\.\n$/);
    const id = await proposalIn(act('propose', 'resolution', '--title', 'Quiet after ten', '--as', 'ana', '--reason', 'sleep', '--json'));
    says(await act('vote', id, 'yes', '--as', 'zed'), 2, /^$/, new RegExp(`there is no member zed \\[unknown_member\\]\n {2}See the members with: npm run -s frankpledge -- status --data ${house.data}\n$`));
    says(await act('vote', id, 'yse', '--as', 'bo'), 2, /^$/, /one says yes, no, abstain, concern, object, not "yse"; did you mean "yes"\?/);
    says(await act('vote', id, '--as', 'bo'), 2, /^$/, /say yes, no, abstain, concern, object, or choose with --approve, --scores or --rank: one of these \[usage\]/);
    says(await act('vote', id, 'yes', '--approve', 'yes', '--as', 'bo'), 2, /^$/, /one of these, not several/);
    says(await act('vote', id, '--approve', 'yes', '--as', 'bo'), 2, /^$/, /this is a question of yes or no/);
    says(await act('vote', id, 'object', '--as', 'bo'), 2, /^$/, /--reason is missing: whoever objects says why/);
    says(await act('vote', id, 'object', '--as', 'dee', '--reason', 'ten is early'), 0, /^dee objects to [0-9a-f]{8}: /);
    says(await act('vote', id, 'abstain', '--as', 'dee'), 0, /^dee abstains on [0-9a-f]{8}: /);
    says(await act('vote', id, 'yes', '--as', 'ana'), 1, /^$/, /ana has said this already \[already_said\]/);
    says(await act('vote', 'ffff', 'yes', '--as', 'bo'), 2, /^$/, new RegExp(`there is no open proposal ffff \\[unknown_proposal\\]\n {2}Known: ${id.slice(0, 8)}`));
    says(await act('comment', id, 'hm', '--paragraph', 'p1', '--as', 'bo'), 2, /^$/, /there is no paragraph p1 \[unknown_value\]/);
    says(await act('comment', id, ' ', '--as', 'bo'), 2, /^$/, /TEXT is empty/);
    says(await act('amend', id, '--set', 'price=1', '--reason', 'x', '--as', 'bo'), 2, /^$/, /a proposal of kind resolution has no terms: amend its text or its title/);
    says(await act('amend', id, '--title', 'Quiet after ten', '--reason', 'x', '--as', 'bo'), 2, /^$/, /that is what it says already/);
    says(await act('withdraw', id, '--as', 'bo'), 1, /^$/, /it was proposed by ana, not by bo \[not_permitted\]/);
    says(await act('withdraw', id, '--as', 'ana'), 0, /^taken back \(record \d+\)\n$/);
    says(await act('vote', id, 'yes', '--as', 'bo'), 2, /^$/, /\[unknown_proposal\]/);
  } finally {
    await house.close();
  }
});

test('a comment keeps its place when another paragraph changes; who saw an earlier revision is told that there is another one', async () => {
  const house = await decideHouse(place('comments'), choosing.replace(/ {2}matters:\n.*\n/, '  decide: { days: 5 }\n  amending: { rule: { threshold: { people: 2 } }, days: 1, confirm_days: 2 }\n'), '2026-03-02T10:00:00+01:00');
  const { act } = house;
  try {
    const text = write('rules.txt', 'One.\n\nTwo.\n\nThree is about dogs.\n');
    const id = await proposalIn(act('propose', 'resolution', '--title', 'Rules', '--text', text, '--closes', '2026-03-10', '--as', 'ana', '--reason', 'order', '--json'));
    says(await act('comment', id, 'Dogs too?', '--paragraph', 'p3', '--as', 'bo'), 0, /^bo comments on p3 of [0-9a-f]{8}: Rules \(record \d+\)\n$/);
    const { comment } = answered(await act('comment', id, 'Above all dogs.', '--paragraph', 'p3', '--answers', ((JSON.parse((await act('proposal', id, '--json')).stdout) as { commented: { id: string }[] }).commented[0]?.id ?? '').slice(0, 8), '--as', 'cy', '--json'));
    assert.equal(typeof comment, 'string');
    const other = write('rules2.txt', 'One, and a half.\n\nTwo.\n\nThree is about dogs.\n');
    const amendment = answered(await act('amend', id, '--text', other, '--title', 'House rules', '--reason', 'exact', '--as', 'bo', '--json')).proposal.id;
    says(await act('vote', amendment, 'yes', '--as', 'cy'), 0, /cy says yes to the amendment [0-9a-f]{8} to [0-9a-f]{8}: Rules/);
    await house.days(1);
    const ran = await act('proposal', id);
    assert.deepEqual(under(ran, 'Text'), ['p1   One, and a half.', 'p2   Two.', 'p3   Three is about dogs.']);
    const comments = under(ran, 'Comments');
    assert.match(comments[0] ?? '', /^[0-9a-f]{8} {2}bo \(p3\), Mon 2 Mar 2026, 10:00 \(Europe\/Berlin\): Dogs too\?$/);
    assert.match(comments[1] ?? '', /^[0-9a-f]{8} {2}cy \(p3; answers [0-9a-f]{8}\), Mon 2 Mar 2026, 10:00 \(Europe\/Berlin\): Above all dogs\.$/);
    assert.match(ran.stdout, /^Revision 2, of Tue 3 Mar 2026, 10:00 \(Europe\/Berlin\), by [0-9a-f]{8}:\n {2}title Rules → House rules\n {2}p1:\n {4}- One\.\n {4}\+ One, and a half\.$/m);
    assert.match(ran.stdout, /open until Wed 11 Mar 2026, 00:00 \(Europe\/Berlin\)/, 'through the tenth');
    says(await act('vote', id, 'yes', '--as', 'dee'), 0, /\(revision 2\): House rules/);
    says(await act('erase', '--comment', String(comment).slice(0, 8)), 0, /^The words of that comment by cy are erased here\./);
    says(await act('erase', '--comment', String(comment).slice(0, 8)), 0, /^The words of that comment aren't kept here\.\n$/);
    assert.match(under(await act('proposal', id), 'Comments')[1] ?? '', /: erased$/);
    says(await act('erase', '--comment', 'ffff'), 2, /^$/, /there is no comment ffff/);
    says(await act('erase', 'ana', '--comment', 'ffff'), 2, /^$/, /give a member, or --comment: not both/);
  } finally {
    await house.close();
  }
});
