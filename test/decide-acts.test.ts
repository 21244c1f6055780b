// What members ask an agreement for together, from the command line: proposed, foreseen, amended, carried, refused by the agreement; and over HTTP.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { foreseenSchema, proposalDetailSchema } from '../src/adapters/http/deciding-schemas.ts';
import { frankpledgeHere } from './command.ts';
import { answered, decideHouse, says, testFolder, type DecideHouse } from './decide-house.ts';

const { place, remove } = testFolder('decide-acts');
after(remove);

const settings = `title: Linden
collective:
  name: Linden
  zone: Europe/Berlin
  units: { crown: { decimals: 2 } }
  matters:
    - { name: acts, changes: [act], asked: all, rule: { threshold: { people: 2 } }, days: 7 }
  amending: { rule: { threshold: { people: 2 } }, days: 1, confirm_days: 1 }
members:
  - { id: ana, name: Ana, opening: { crown: "10.00" } }
  - { id: bo }
  - { id: cy }
  - { id: purse, name: The purse, commons: true, opening: { crown: "70.00" } }
subcontracts:
  - { id: fund, kit: treasury, parties: { pot: purse } }
`;

async function linden(name: string): Promise<DecideHouse> {
  return await decideHouse(place(name), settings, '2026-05-10T10:00:00+02:00', [fileURLToPath(new URL('kits', import.meta.url))]);
}

const grant = ['propose', 'act', 'fund', 'grant', 'to=bo', 'amount=40', '--reason', 'tiles'];

test('asked together: what it would do is said as it is proposed and read, and what is amended is what is done', async () => {
  const house = await linden('asked');
  const { act } = house;
  try {
    says(await act('request', 'fund', 'grant', 'to=bo', 'amount=40.00', '--as', 'bo'), 1, /^$/, /grant of fund is asked by the members together \[needs_decision\]\n.*Propose it/);
    const foreseen = /asked now, it would do this:\n +purse → bo 40\.00 crown: granted to bo, asked by the collective\n/;
    says(await act(...grant, '--as', 'ana'), 0, /^proposed: fund is asked in the name of all: pay a bill out of the pot \(amount 40\.00 crown, to bo\); it is proposal [0-9a-f]{8} \(record \d+\)\n +asked now, it would do this:\n +purse → bo 40\.00 crown: granted to bo, asked by the collective\n$/);
    const [open = ''] = [...house.serving.writer.collective.state.proposals.keys()];
    const shown = await act('proposal', open);
    says(shown, 0, foreseen);
    assert.match(shown.stdout, /What would be otherwise:\n +amount 40\.00\n +to bo\n/);
    says(await act('amend', open, '--set', 'amount=30.00', '--as', 'bo', '--reason', 'cheaper'), 0, /amount 40 → 30\.00/);
    const [amendment = ''] = [...house.serving.writer.collective.state.amendments.keys()];
    says(await act('vote', amendment, 'yes', '--as', 'cy'), 0, /./);
    await house.days(1);
    says(await act('vote', open, 'yes', '--as', 'ana'), 0, /./);
    says(await act('vote', open, 'yes', '--as', 'bo'), 0, /purse → bo 30\.00 crown|30\.00 crown/);
    assert.match((await act('proposal', open)).stdout, /carried, with 2 yes and 0 no of 3/);
  } finally {
    await house.close();
  }
});

test('what the agreement refuses is carried and not done, with its own words', async () => {
  const house = await linden('refused');
  const { act } = house;
  try {
    says(await act('propose', 'act', 'fund', 'grant', 'to=bo', 'amount=60', '--as', 'ana', '--reason', 'beams'), 0, /asked now, it could not be done: that is more than is paid at a time \[contract_refused\]/);
    const [open = ''] = [...house.serving.writer.collective.state.proposals.keys()];
    says(await act('vote', open, 'yes', '--as', 'bo'), 1, /./, /but it could not be done: that is more than is paid at a time \[contract_refused\]/);
    says(await act('proposal', open), 0, /carried, and could not be done: that is more than is paid at a time \[contract_refused\]/);
    const { url, secret } = house.serving;
    const notices = await (await fetch(`${url}/api/notices?member=ana`, { headers: { authorization: `Bearer ${secret}` } })).json() as { readonly words: string }[];
    assert.deepEqual(notices.map(({ words }) => words), [`proposal ${open.slice(0, 8)}, which you made, was carried and could not be done (contract_refused): it says why`]);
  } finally {
    await house.close();
  }
});

test('what can\'t be asked together is said before it is proposed', async () => {
  const house = await linden('unknown');
  const { act } = house;
  const said = ['--as', 'ana', '--reason', 'x'];
  try {
    says(await act('propose', 'act', 'fund', 'grnt', ...said), 2, /^$/, /there is no action of fund grnt; did you mean "grant"\?/);
    says(await act('propose', 'act', 'fund', 'grant', 'amont=1', ...said), 2, /^$/, /there is no value of grant amont/);
    says(await act('propose', 'act', 'fund', 'put_in', 'amount=1', ...said), 1, /^$/, /put_in of fund is for each member to ask, and not for a decision \[not_permitted\]/);
    says(await frankpledgeHere(['kit', 'show', fileURLToPath(new URL('kits/treasury', import.meta.url))]), 0, /grant: pay a bill out of the pot; by decision of the members alone\n[^]*put_in: put something into the pot\n[^]*warn: warn \{of\}; also by decision of the members\n/);
  } finally {
    await house.close();
  }
});

test('over HTTP a proposal says what it asks for, and what it would do is foreseen without a trace', async () => {
  const house = await linden('http');
  const { serving, act } = house;
  const headers = { 'authorization': `Bearer ${serving.secret}`, 'content-type': 'application/json' };
  const foresee = async (body: unknown): Promise<unknown> => {
    const answer: unknown = await (await fetch(`${serving.url}/api/foreseen`, { method: 'POST', headers, body: JSON.stringify(body) })).json();
    return answer;
  };
  try {
    const { proposal: { id } } = answered(await act(...grant, '--as', 'ana', '--json'));
    const before = serving.writer.collective.digest();
    const line = { what: 'paid', words: 'granted to bo, asked by the collective', subcontract: 'fund', code: 'granted', from: 'purse', to: 'bo', amounts: { crown: '40.00' } };
    const expected = { refused: null, lines: { count: 1, shown: [line] } };
    assert.deepEqual(foreseenSchema.parse(await foresee({ proposal: id })), expected);
    assert.deepEqual(await foresee({ subcontract: 'fund', action: 'grant', with: { to: 'bo', amount: '40.00' } }), expected);
    assert.deepEqual(await foresee({ subcontract: 'fund', action: 'grant', with: { to: 'bo', amount: '40.001' } }), {
      refused: { code: 'too_many_decimals', detail: 'grant.amount: "40.001" has more than 2 decimals' }, lines: { count: 0, shown: [] },
    });
    assert.equal(serving.writer.collective.digest(), before);
    const detail = proposalDetailSchema.parse(await (await fetch(`${serving.url}/api/proposals/${id}`, { headers })).json());
    assert.deepEqual([detail.change, detail.subcontract, detail.asks?.action, detail.asks?.with], ['act', 'fund', 'grant', { to: 'bo', amount: '40' }]);
    assert.deepEqual(detail.labels, { to: { label: 'To', unit: null }, amount: { label: 'Amount', unit: 'crown' }, for: { label: 'For', unit: null } });
    assert.deepEqual(await (await fetch(`${serving.url}/api/foreseen`, { method: 'POST', headers, body: JSON.stringify({ proposal: 'f'.repeat(64) }) })).status, 404);
  } finally {
    await house.close();
  }
});
