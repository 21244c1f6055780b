/** The shapes of surveys, for the OpenAPI document. The views' own types (`src/views/survey-shown.ts`) say the same. */
import { z } from '@hono/zod-openapi';
import { id, json, type Wire } from './forms.ts';

const number = z.union([z.int(), z.string()]).describe('a whole number, or decimal text');
const answerSchema = z.union([
  z.object({ type: z.literal('number'), unit: z.string().optional(), min: number, max: number, step: number }),
  z.object({ type: z.literal('choice'), of: z.record(z.string(), z.object({ says: z.string(), counts: number })) }),
]).openapi('SurveyAnswer');
const rowSchema = z.object({
  at_least: number.describe('inclusive, up to the next row\'s'), says: z.string(), terms: z.record(z.string(), number).optional(),
  offers: z.object({ says: z.string(), kit: id.optional() }).optional(),
}).openapi('SurveyRow');
const asked = { id, question: z.string(), help: z.string().optional(), answer: answerSchema };
const itemSchema = z.union([
  z.object({ ...asked, by: z.literal('median'), sets: id.describe('the term whose value the median is') }),
  z.object({ ...asked, by: z.enum(['mean', 'count']).describe('what the rows go by: the mean of the answers, or how many of them count as more than zero'), rows: z.array(rowSchema) }),
]).openapi('SurveyItem');
const answers = z.int().describe('how many answered it');

export const surveySchema = z.object({
  kit: id, items: z.array(itemSchema), answered: z.int().describe('members who answered anything'), answers: z.record(z.string(), answers).describe('by item'),
  needed: z.int().describe('so many answers an item needs before anything is said of it'),
  proposed: z.array(z.object({
    item: id, by: z.enum(['median', 'mean', 'count']), answers, term: id, label: z.string(), unit: z.string().nullable(), value: json.describe('as people write it'),
    says: z.string().nullable().describe('the words of the table\'s row; null: it is a median'), agreed: json.describe('what the agreement has; null where none was named'),
  }).openapi('SurveyTerm')),
  offers: z.array(z.object({ item: id, answers, says: z.string(), offers: z.string(), kit: id.nullable() }).openapi('SurveyOffer')),
}).openapi('Survey');

/** Short enough for a number or a name. */
const answerCharsMax = 64;
const givenSchema = z.record(z.string().max(answerCharsMax), z.union([z.string().max(answerCharsMax), z.number(), z.null()])).describe('by item: a number, or the name of a choice; what is left out, or null, isn\'t answered');
export const ownAnswersSchema = z.object({ kit: id, member: id, answers: z.record(z.string(), z.string()) }).openapi('OwnSurveyAnswers');
export const answersBodySchema = z.strictObject({ answers: givenSchema }).openapi('SurveyAnswers');

export type SurveyWire = Wire<typeof surveySchema>;
export type OwnAnswersWire = Wire<typeof ownAnswersSchema>;
export type AnswersAsked = z.infer<typeof answersBodySchema>;
