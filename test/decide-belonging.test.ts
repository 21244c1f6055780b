// Coming and going from the command line: founders who sign, invitations, what one accepts, leaving with a debt.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { connect } from '../src/host/connection.ts';
import { dayMs, formatInstant } from '../src/vocabulary/time.ts';
import { frankpledgeHere, type Ran } from './command.ts';
import { answered, decideHouse, says, testFolder, under } from './decide-house.ts';

const { place, remove, write } = testFolder('decide-belonging');
after(remove);

const units = '  zone: Europe/Berlin\n  units: { crown: { decimals: 2 } }\n';
const five = 'members: [{ id: ana, name: Ana, opening: { crown: "5.00" } }, { id: bo }, { id: cy }, { id: dee }, { id: eve EVE}]\n';
/** Whoever joins by a link goes by the machine's clock. */
const now = Date.now();
const today = formatInstant(now);

const wood = 'subcontracts:\n  - { id: wood, kit: firewood, parties: { provider: bo }, terms: { base_price: "3.00" } }\n';

test('five found it: with four signatures it is no collective yet, with the fifth it is', async () => {
  const data = place('founded');
  const act = (...args: string[]): Promise<Ran> => frankpledgeHere([...args, '--data', data]);
  const made = JSON.parse((await frankpledgeHere(['key', 'new', place('eve.json'), '--role', 'member', '--owner', 'eve', '--json'])).stdout) as { public_key: string };
  const settings = write('five.yaml', `title: Five\ncollective:\n  name: Five\n${units}  founders: all\n${five.replace('eve EVE', `eve, public_key: "${made.public_key}" `)}${wood}`);
  const founding = await frankpledgeHere(['found', settings, '--data', data]);
  says(founding, 0, /^Five waits for its founders in [^]*eve made their own: those keys aren't here\.[^]*It is founded when each of these has signed: ana, bo, cy, dee, eve\. Until then it takes in nothing else\.\n {2}They sign the hash [0-9a-f]{64},/);
  const [, hash = ''] = /the hash ([0-9a-f]{64})/.exec(founding.stdout) ?? [];
  assert.ok(!existsSync(`${data}/keys/member-eve.json`), 'her key was never here');
  says(await act('sign', '--check'), 0, new RegExp(`members: ana \\(Ana\\), bo, cy, dee, eve\n {2}agreement wood: firewood 1\\.3\\.0, provider bo\n {2}hash: ${hash}\n {2}founders: ana, bo, cy, dee, eve\nThe hash fits: SHA-256 over records 0, 1 is ${hash}`));
  says(await act('sign', '--as', 'ana', '--hash', 'f'.repeat(64)), 1, /^$/, /the founding has the hash [0-9a-f]{64}, not f{64} \[stale_revision\]/);
  says(await act('sign', '--as', 'ana', '--hash', 'beef'), 2, /^$/, /--hash is a SHA-256 in hex/);
  for (const [signer, missing] of [['ana', 'bo, cy, dee, eve'], ['bo', 'cy, dee, eve'], ['cy', 'dee, eve'], ['dee', 'eve']]) {
    says(await act('sign', '--as', String(signer), '--hash', hash), 0, new RegExp(`${signer} has signed ${hash}; still missing: ${missing} \\(record`));
  }
  says(await act('pay', 'bo', '1.00', '--as', 'ana'), 1, /^$/, /the founding waits for the signatures of eve \[not_founded\]\n {2}Found the collective first; where founders sign it, the last of them must have signed\./);
  says(await act('propose', 'exclude', 'eve', '--as', 'ana', '--reason', 'she dawdles'), 1, /^$/, /\[not_founded\]/);
  says(await act('status'), 0, /It isn't founded yet: eve has yet to sign\./);
  says(await act('sign', '--as', 'eve'), 2, /^$/, /no key of eve lies in/);
  says(await act('sign', '--as', 'ana'), 1, /founders: ana \(signed\)/, /ana has signed already \[already_said\]/);
  says(await act('sign', '--key', place('eve.json')), 0, /the last founder has signed: it is founded \(record \d+\)\n$/);
  says(await act('pay', 'bo', '1.00', '--as', 'ana'), 0, /ana → bo 1\.00 crown/);
  assert.doesNotMatch((await act('status')).stdout, /isn't founded/);
  says(await act('charter'), 0, /Founders:\n {2}ana: signed \(record 2,/);
  says(await frankpledgeHere(['verify', data]), 0, /all outcomes reproduced/);
});

test('a collective without founders asks nobody to sign', async () => {
  const data = place('unsigned');
  const settings = write('none.yaml', `title: None\ncollective:\n  name: None\n${units}${five.replace('eve EVE', 'eve ')}`);
  says(await frankpledgeHere(['found', settings, '--data', data]), 0, /^None is founded in/);
  says(await frankpledgeHere(['sign', '--as', 'ana', '--data', data]), 2, /^$/, /None names no founders: nobody has to sign \[usage\]/);
});

test('rules that so few can\'t meet are founded and proposed all the same, and it is said that they can\'t be met at present', async () => {
  const data = place('few');
  const rules = 'matters: [ { name: words, changes: [resolution], asked: all, rule: { majority: { more_than: "1/2", quorum: 6 } }, days: 3 }, { name: rules, changes: [charter], asked: all, rule: { threshold: { people: 5 } }, days: 3 } ]';
  const settings = write('few.yaml', `title: Few\ncollective:\n  name: Few\n${units}  ${rules}\n${five.replace('eve EVE', 'eve ')}`);
  says(await frankpledgeHere(['found', settings, '--data', data]), 0, /^Few is founded in [^]*\n {2}It can be founded so, since others may come; but:\n {4}Nothing can be decided at present in the matter words: it takes 6 members, and there are 5\.\n {2}Each/);
  const json = await frankpledgeHere(['found', settings, '--data', place('few-again'), '--json']);
  assert.deepEqual((JSON.parse(json.stdout) as { notes: unknown }).notes, ['Nothing can be decided at present in the matter words: it takes 6 members, and there are 5.']);
  const note = 'Nothing can be decided at present in the matter rules: it takes 6 members, and there are 5.';
  const more = write('more.yaml', `${rules.replace('people: 5', 'people: 6').replace('quorum: 6', 'quorum: 5')}\n`);
  const proposed = await frankpledgeHere(['propose', 'charter', '--set', more, '--as', 'ana', '--reason', 'all of us', '--data', data]);
  says(proposed, 0, new RegExp(`^proposed: another charter: matters; it is proposal [0-9a-f]{8} [^]*\\n {2}${note}\\n$`));
  const [, id = ''] = /proposal ([0-9a-f]{8})/.exec(proposed.stdout) ?? [];
  assert.deepEqual(under(await frankpledgeHere(['proposal', id, '--data', data]), 'With this charter'), [note]);
  assert.deepEqual(under(await frankpledgeHere(['charter', '--data', data]), 'At present'), ['Nothing can be decided at present in the matter words: it takes 6 members, and there are 5.']);
});

test('a server on a founding that waits serves reading and signing', async () => {
  const house = await decideHouse(place('waiting'), `title: Five\ncollective:\n  name: Five\n${units}  founders: [ana, bo]\n${five.replace('eve EVE', 'eve ')}${wood}`, '2026-03-02T10:00:00+01:00');
  const { act } = house;
  try {
    const reading = (path: string): Promise<Response> => fetch(`${house.serving.url}${path}`, { headers: { authorization: `Bearer ${house.serving.secret}` } });
    assert.equal((await reading('/api/overview')).status, 200);
    says(await act('pay', 'bo', '1.00', '--as', 'ana'), 1, /^$/, /\[not_founded\]/);
    says(await act('sign', '--as', 'ana'), 0, /still missing: bo/);
    says(await act('sign', '--as', 'bo'), 0, /it is founded/);
    says(await act('pay', 'bo', '1.00', '--as', 'ana'), 0, /ana → bo 1\.00 crown/);
  } finally {
    await house.close();
  }
});

/** As the machine's own table of zones has it: `Sat 28 Nov 2026, 09:25`. */
function inBerlin(at: number): string {
  const parts = new Map(new Intl.DateTimeFormat('en-US', { timeZone: 'Europe/Berlin', weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    .formatToParts(at).map(({ type, value }) => [type, value]));
  return `${parts.get('weekday')} ${parts.get('day')} ${parts.get('month')} ${parts.get('year')}, ${parts.get('hour')}:${parts.get('minute')}`;
}

test('by a link somebody sees what they would join, joins with a key of their own, and is bound by what they accept', async () => {
  const house = await decideHouse(place('invited'), `title: Five\ncollective:\n  name: Five\n${units}${five.replace('eve EVE', 'eve ')}${wood}`, today);
  const { act } = house;
  try {
    says(await act('invite', '--as', 'bo'), 1, /^$/, /the charter lets the operator invite, not bo \[not_permitted\]/);
    const invited = await act('invite', '--expires', '7');
    const until = inBerlin(now + 7 * dayMs);
    says(invited, 0, new RegExp(`^invitation invitation-[0-9a-f]{6} lets one person join, until ${until} \\(Europe/Berlin\\) \\(record \\d+\\)\nhttp://127\\.0\\.0\\.1:\\d+/join#invitation=\\S+\nSend it to the one who is meant`));
    const [, link = ''] = /^(http\S+)$/m.exec(invited.stdout) ?? [];
    says(await frankpledgeHere(['join', link.slice(0, -3), '--as', 'fay']), 2, /^$/, /this link is no invitation, or was cut off/);
    says(await frankpledgeHere(['join', link.replace(/\/\/[^/]+/, '//ADDRESS'), '--look']), 2, /^$/, /ADDRESS in this link stands for the server's own address/);
    says(await frankpledgeHere(['join', link, '--look']), 0, new RegExp(`^Five: 5 members; the invitation is good until ${until} \\(Europe/Berlin\\)\n[^]*Agreement wood: [^]*it could take from you, once you accept it: at most [^]*Nothing of it binds you until you accept it\\.\n$`));
    says(await frankpledgeHere(['join', link, '--out', place('fay.json')]), 2, /^$/, /--as is missing: the id that you will have/);
    says(await frankpledgeHere(['join', link, '--as', 'ana', '--out', place('fay.json')]), 1, /^$/, /\[already_member\]/);
    assert.ok(!existsSync(place('fay.json')), 'who didn\'t join has no key lying about');
    says(await frankpledgeHere(['join', link, '--as', 'fay', '--name', 'Fay', '--out', place('fay.json')]), 0, /^fay is a member \(record \d+\); your key lies in .*fay\.json: keep it to yourself/);
    says(await frankpledgeHere(['join', link, '--as', 'gil', '--out', place('gil.json')]), 1, /^$/, /this invitation was used already, or taken back \[revoked_key\]/);
    says(await act('bound', 'fay'), 0, /^wood \(firewood 1\.3\.0, in force\): not bound\n[^]*Not accepted yet: wood\. Accept with: /);
    says(await act('accept', 'woood', '--key', place('fay.json')), 2, /^$/, /there is no subcontract woood; did you mean "wood"\?/);
    says(await act('accept', '--all', '--key', place('fay.json')), 0, /^wood: .*\n {2}can take at most .*\nfay accepts wood \(record \d+\)\n$/);
    says(await act('bound', 'fay'), 0, /since: came later and accepted it, in version 1\.3\.0/);
    says(await act('accept', 'wood', '--key', place('fay.json')), 1, /^$/, /\[already_so\]/);
  } finally {
    await house.close();
  }
});

test('an invitation as a file, on the folder itself; one that was changed, and a key that is none, are told apart', async () => {
  const data = place('filed');
  const act = (...args: string[]): Promise<Ran> => frankpledgeHere([...args, '--data', data]);
  await frankpledgeHere(['found', write('filed.yaml', `title: Five\ncollective:\n  name: Five\n${units}${five.replace('eve EVE', 'eve ')}`), '--data', data]);
  says(await act('invite', 'summer', '--out', place('summer.json')), 0, /invitation invitation-summer lets one person join, until .*; it lies in .*summer\.json: hand it over/);
  says(await act('join', `${data}/keys/member-ana.json`, '--as', 'fay', '--out', place('f.json')), 2, /^$/, /is a key, but no invitation/);
  says(await act('join', place('nothing.json'), '--as', 'fay', '--out', place('f.json')), 2, /^$/, /there is no key file/);
  writeFileSync(place('changed.json'), readFileSync(place('summer.json'), 'utf8').replace('"owner": "invitation-summer"', '"owner": "invitation-winter"'), { mode: 0o600 });
  says(await act('join', place('changed.json'), '--as', 'fay', '--out', place('f.json')), 1, /^$/, /\[wrong_role\]/);
  says(await act('join', place('summer.json'), '--as', 'fay', '--out', place('f.json')), 0, /fay is a member[^]*What there is to accept: /);
  says(await act('friends', 'bo', '--approvals', '1', '--key', place('f.json')), 0, /1 of bo can give fay a new key/);
});

test('where members decide who is admitted, one proposes it, and the invitation is for whom they named', async () => {
  const matter = '  matters:\n    - { name: admissions, changes: [admit], asked: all, rule: { threshold: { people: 3 } }, days: 7 }\n';
  const house = await decideHouse(place('admitted'), `title: Five\ncollective:\n  name: Five\n${units}${matter}${five.replace('eve EVE', 'eve ')}`, today);
  const { act } = house;
  try {
    says(await act('admit', 'fay'), 1, /^$/, /by the charter the members decide together who is admitted: propose it \[not_permitted\]/);
    const proposed = await act('propose', 'admit', 'fay', '--name', 'Fay', '--invite', '--as', 'ana', '--reason', 'she mends everything');
    says(proposed, 0, /^proposed: Fay becomes a member; once it is carried, whoever has the link joins with it; it is proposal [0-9a-f]{8} \(record \d+\)\nhttp:/);
    const [, link = ''] = /^(http\S+)$/m.exec(proposed.stdout) ?? [];
    const [, id = ''] = /proposal ([0-9a-f]{8})/.exec(proposed.stdout) ?? [];
    says(await frankpledgeHere(['join', link, '--as', 'fay', '--out', place('fay2.json')]), 1, /^$/, /\[unknown_key\]/);
    for (const member of ['bo', 'cy']) await act('vote', id, 'yes', '--as', member);
    says(await frankpledgeHere(['join', link, '--as', 'gil', '--out', place('gil2.json')]), 1, /^$/, /this invitation is for fay, and not for gil \[not_permitted\]/);
    says(await frankpledgeHere(['join', link, '--as', 'fay', '--out', place('fay2.json')]), 0, /fay is a member/);
    const key = await act('propose', 'admit', 'hal', '--as', 'ana', '--reason', 'he too', '--json');
    assert.equal(answered(key).proposal.state, 'open');
    assert.ok(existsSync(`${house.data}/keys/member-hal.json`));
    says(await act('propose', 'admit', 'ana', '--as', 'ana', '--reason', 'again'), 1, /^$/, /\[already_member\]/);
    assert.ok(!existsSync(`${house.data}/keys/member-ana-2.json`), 'of what can\'t be proposed no key is left');
  } finally {
    await house.close();
  }
});

test('who leaves owes what they owe, and pays it; an agreement whose party left waits for another one', async () => {
  const house = await decideHouse(place('left'), `title: Five\ncollective:\n  name: Five\n${units}${five.replace('eve EVE', 'eve ')}${wood}`, '2026-03-02T10:00:00+01:00');
  const { act } = house;
  try {
    const response = await fetch(`${house.serving.url}/api/observations`, {
      method: 'POST', headers: { 'authorization': `Bearer ${house.serving.secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ device: 'scale', observations: [{ seq: 1, subject: 'woodpile', event: 'taken', at: house.clock.now(), values: { by: 'ana', count: 3 } }] }),
    });
    assert.equal(response.status, 200);
    says(await act('leave', '--as', 'ana'), 2, /^When ana leaves: owes 4\.00 crown\. Consents end, and so do votes; what is owed stays owed\.\n$/, /nothing was done yet \[usage\]\n {2}Who means it says --yes: .*leave --as ana --yes/);
    says(await act('leave', '--as', 'ana', '--yes'), 0, /ana has left \(record \d+\)\n$/);
    says(await act('status'), 0, /ana \(Ana\), who has left: 0\.00 crown[^]*Owed now:\n {2}ana → bo 4\.00 crown/);
    says(await act('propose', 'resolution', '--title', 'x', '--as', 'ana', '--reason', 'x'), 1, /^$/, /ana has left, and may still settle what is between them and the others \[not_permitted\]/);
    says(await act('leave', '--as', 'ana', '--yes'), 1, /ana/, /\[not_permitted\]/);
    // 3 pieces at 3.00 are 9.00; 5.00 was there.
    const connection = await connect(house.data, 'read');
    assert.deepEqual([...connection.state.obligations.values()].map(({ debtor, creditor, left }) => [debtor, creditor, left]), [['ana', 'bo', 400]]);
    connection.close();
    says(await act('pay', 'ana', '4.00', '--as', 'bo'), 0, /debt \d+ is settled/);
    says(await act('leave', '--as', 'bo', '--yes'), 0, /held until another party is agreed on: wood[^]*wood is stopped until it has another party/);
    assert.deepEqual(under(await act('status'), 'Not simply in force'), ['wood: stopped: a party has left, and it goes on with another one']);
  } finally {
    await house.close();
  }
});
