import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SurveyItem } from '../vocabulary/survey-items.ts';
import { isMember, surveyShown } from './survey.ts';
import { initialView, type MemberView, type View } from './view.ts';

const comfort: SurveyItem = { id: 'comfort', question: 'How warm?', answer: { type: 'number', unit: '°C', min: 10, max: 26, step: 1 }, by: 'median', sets: 'cold_below' };
const kit = { name: 'heat', terms: { cold_below: { type: 'decimal', decimals: 1, label: 'Cold below', unit: '°C' } }, survey: [comfort] } as const;

function village(): View {
  const view = initialView({ zoneRules: () => undefined });
  const member = (id: string, more: Partial<MemberView> = {}): void => void view.members.set(id, { id, name: id, since: 0, sinceAt: 0, commons: false, left: null, ...more });
  for (const id of ['ana', 'bo', 'cy']) member(id);
  member('dora', { left: { record: 1, recordedAt: 1, how: 'excluded' } });
  member('pot', { commons: true });
  return view;
}

test('the answers of those count who are members now, and whose is whose is nowhere in what is shown', () => {
  const view = village();
  assert.deepEqual(['ana', 'dora', 'pot', 'nobody'].map((id) => isMember(view, id)), [true, false, false, false]);
  const kept = new Map([['ana', '15'], ['bo', '16'], ['cy', '20'], ['dora', '25'], ['pot', '25'], ['nobody', '25']].map(([id = '', value = '']) => [id, { comfort: value }]));
  const shown = surveyShown(view, kit, kept);
  assert.deepEqual([shown.answered, shown.answers, shown.proposed], [3, { comfort: 3 }, [
    { item: 'comfort', by: 'median', answers: 3, term: 'cold_below', label: 'Cold below', unit: '°C', value: '16', says: null, agreed: null },
  ]]);
  for (const told of ['ana', 'bo', 'cy', '15', '20']) assert.ok(!JSON.stringify(shown).includes(`"${told}"`), told);
});

test('who answered nothing that is asked still isn\'t counted, and a kit that asks nothing has no survey', () => {
  const { answered, answers } = surveyShown(village(), kit, new Map([['ana', { gone: '1' }], ['bo', { comfort: '17' }], ['cy', { comfort: '99' }]]));
  assert.deepEqual([answered, answers], [1, { comfort: 1 }]);
  const none = surveyShown(village(), { name: 'heat', terms: {} }, new Map([['ana', { comfort: '17' }]]));
  assert.deepEqual([none.items, none.answered, none.proposed], [[], 0, []]);
});
