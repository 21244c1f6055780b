/** What the page says of rules, ballots and counts in the reader's language: in English it is what the server says, in the others nothing is left out. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayAsked, sayChoice, sayLacking, sayRule, sayWorking } from '../../src/views/deciding-words.ts';
import type { CountShown, ProposalDetail } from '../../src/views/deciding-shown.ts';
import type { Choice, DecisionRule, WorkingStep } from '../../src/vocabulary/deciding.ts';
import { askedWords, choiceWords, endWords, ruleWords } from '../../web/src/decide/said.ts';
import { lacksOf, linesOf } from '../../web/src/decide/working.ts';
import { languages } from '../../web/src/messages/languages.ts';
import { speak } from '../../web/src/messages/t.ts';
import { messagesOf } from './speaking.ts';

const half = { numerator: 1, denominator: 2 };
const rules: readonly DecisionRule[] = [
  { rule: 'consensus', assents: 0 }, { rule: 'consensus', assents: 1 }, { rule: 'consensus', assents: 3 },
  { rule: 'majority', yes: { at_least: { numerator: 3, denominator: 5 } }, quorum: 20 }, { rule: 'majority', yes: { more_than: half }, quorum: 1 },
  { rule: 'threshold', yes: { people: 1 } }, { rule: 'threshold', yes: { at_least: { numerator: 2, denominator: 3 } } }, { rule: 'threshold', yes: { at_least: { numerator: 2, denominator: 7 } } },
  { rule: 'threshold', yes: { more_than: { numerator: 0, denominator: 1 } } }, { rule: 'threshold', yes: { at_least: { numerator: 4, denominator: 4 } } }, { rule: 'unanimous' },
  { rule: 'each', of: { parties: { rule: 'unanimous' }, all: { rule: 'majority', yes: { more_than: half }, quorum: 4 }, stackers: { rule: 'consensus', assents: 2 } } },
  { rule: 'approval', winners: 1, quorum: 1 }, { rule: 'approval', winners: 3, quorum: 5 }, { rule: 'score', max: 5, quorum: 2 }, { rule: 'instant_runoff', quorum: 3 }, { rule: 'schulze', quorum: 1 },
];
const choices: readonly Choice[] = [
  'yes', 'no', 'abstain', 'concern', 'object', { approve: [] }, { approve: ['oak', 'elm'] }, { scores: { elm: 3, oak: 0 } }, { ranking: [['elm'], ['ash', 'oak', 'fir'], ['yew']] }, { ranking: [['elm', 'oak']] },
];
const steps: readonly WorkingStep[] = [
  { step: 'said', yes: 3, concern: 1, no: 2, object: 0, abstain: 1, silent: 4 }, { step: 'concerns', by: ['ana'] }, { step: 'concerns', by: [] }, { step: 'objections', by: ['ana', 'bo'] }, { step: 'objections', by: [] },
  { step: 'turnout', eligible: 11, came: 7, quorum: 8, reached: false }, { step: 'turnout', eligible: 11, came: 1, quorum: 1, reached: true },
  { step: 'needed', measure: { more_than: half }, of: 6, needed: 4, yes: 4, reached: true }, { step: 'needed', measure: { people: 5 }, of: 11, needed: 5, yes: 4, reached: false },
  { step: 'class', class: 'parties', eligible: 2, winners: ['yes'], working: [{ step: 'objections', by: [] }] }, { step: 'class', class: 'stackers', eligible: 0, winners: [], working: [] },
  { step: 'class', class: 'bound', eligible: 4, winners: [], working: [{ step: 'turnout', eligible: 4, came: 1, quorum: 2, reached: false }] },
  { step: 'approvals', approvals: { elm: 3, oak: 4 }, places: 1, cut: 4 }, { step: 'approvals', approvals: { elm: 3, oak: 4 }, places: 2, cut: 3 }, { step: 'scores', sums: { elm: 12, oak: 9 }, highest: 12 },
  { step: 'round', round: 1, counts: { elm: 3, oak: 2 }, exhausted: 0, needed: 3 }, { step: 'round', round: 2, counts: { elm: 3 }, exhausted: 2, needed: 2 }, { step: 'round', round: 3, counts: { elm: 3 }, exhausted: 1, needed: 2 },
  { step: 'out', because: 'fewest', round: 1, out: ['fir'] }, { step: 'out', because: 'together', round: 1, out: ['fir', 'yew'], votes: 2, next: 3 },
  { step: 'out', because: 'fewest_before', round: 2, out: ['fir'], equal: ['fir', 'yew'], before: 1 }, { step: 'stuck', round: 1, equal: ['fir', 'yew'] },
  { step: 'pairwise', preferred: { elm: { oak: 4, yew: 3 }, oak: { elm: 1, yew: 2 }, yew: { elm: 2, oak: 3 } } }, { step: 'paths', paths: [{ path: ['elm', 'oak', 'yew'], support: 3, opposed: 2 }] }, { step: 'beats', beats: { elm: ['oak', 'yew'], yew: [] } },
];
const name = (id: string): string => id.toUpperCase();

function bodyWith(working: readonly WorkingStep[], winners: readonly string[], tied: readonly string[]): CountShown['bodies'][number] {
  return { who: '', voters: 11, winners, tied, lines: [], working, via: [] };
}

/** The server indents a class, and writes the apostrophe of a typewriter. */
function asPrinted(line: string): string {
  return line.trim().replaceAll('\'', '’');
}

function open(working: readonly WorkingStep[]): ProposalDetail {
  return { open: { waits: null, mustAgree: [], needed: null, of: 11 }, count: { rule: '', decides: { rule: 'unanimous' }, bodies: [bodyWith(working, [], [])] }, entrenched: null, unconfirmed: [] } as unknown as ProposalDetail;
}

test('in English the page says of rules, ballots and those asked what the server says', () => {
  speak('en', messagesOf('en'));
  for (const rule of rules) assert.equal(ruleWords(rule), sayRule(rule));
  for (const choice of choices) assert.equal(choiceWords(choice), sayChoice(choice));
  for (const whom of ['all', 'bound', 'parties', 'group:stackers'] as const) assert.equal(askedWords({ asked: { whom, words: '', count: 3 }, subcontract: 'wood' }), sayAsked(whom, 'wood'));
});

test('in English the working of a count and what it lacks is line by line what the server says', () => {
  speak('en', messagesOf('en'));
  for (const step of steps) {
    for (const [winners, tied] of [[['yes'], []], [[], []], [['elm', 'oak'], []], [[], ['elm', 'oak']]] as const) {
      const body = bodyWith([step], winners, tied);
      assert.deepEqual(linesOf(body, name), sayWorking(body, name).map(asPrinted));
    }
    assert.deepEqual(lacksOf(open([step]), name, 0, String), sayLacking([step], name).map(asPrinted));
  }
});

test('how it ended is said with its figures, and of a choice with what won', () => {
  speak('en', messagesOf('en'));
  const end = { how: 'carried', words: '', record: 1, recordedAt: 0, counted: { yes: 26, no: 5, of: 31 }, winner: 'yes', code: null, detail: null } as const;
  assert.equal(endWords(end, 'terms'), 'carried, with 26 yes and 5 no of 31');
  assert.equal(endWords({ ...end, counted: null, winner: 'saturday' }, 'choice'), 'carried: saturday');
  assert.equal(endWords({ ...end, how: 'failed', detail: 'the pot is empty' }, 'spend'), 'carried, and could not be done: the pot is empty');
});

for (const language of languages) {
  test(`${language}: every rule, ballot and step is said whole`, () => {
    speak(language, messagesOf(language));
    const said = [...rules.map(ruleWords), ...choices.map(choiceWords), ...steps.flatMap((step) => [...linesOf(bodyWith([step], [], []), name), ...lacksOf(open([step]), name, 0, String)])];
    for (const each of said) assert.doesNotMatch(each, /[{}]|undefined|^\s*$/, each);
  });
}
