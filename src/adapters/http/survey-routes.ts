/** The routes of surveys: what everyone's answers come to, for whoever may read; and a member's own, by their session alone. */
import { id as givenId } from './change-schemas.ts';
import type { HttpError } from './errors.ts';
import { read } from './entry.ts';
import { base, type Route } from './route.ts';
import { answersBodySchema, ownAnswersSchema, surveySchema, type AnswersAsked, type OwnAnswersWire, type SurveyWire } from './survey-schemas.ts';

type Refusable<T> = Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: HttpError }>;

/** What is one's own is asked with the secret of a session, and refuses with `no_session` where there is none. */
export type SurveyPorts = {
  readonly shown: (kit: string, subcontract: string | undefined) => Refusable<SurveyWire>;
  readonly own: (secret: string | undefined, kit: string) => Refusable<OwnAnswersWire>;
  /** All that the member answers, in place of what they answered before. */
  readonly put: (secret: string | undefined, kit: string, answers: AnswersAsked['answers']) => Refusable<OwnAnswersWire>;
};

type WithSurvey = { readonly survey: SurveyPorts };

const ownPath = '/api/me/survey/{kit}';

export const surveyRoutes: readonly Route<WithSurvey>[] = [
  {
    ...base('/api/kits/{name}/survey', 'What a kit asks, how many answered, and what their answers come to; nobody\'s own answers', surveySchema),
    query: { subcontract: givenId.optional().describe('an agreement whose terms it is held against') },
    run: ({ survey }, { params, query }) => survey.shown(params['name'] ?? '', query['subcontract']),
  },
  { ...base(ownPath, 'What you answered in a kit\'s survey', ownAnswersSchema), run: ({ survey }, { params, secret }) => survey.own(secret, params['kit'] ?? '') },
  {
    ...base(ownPath, 'Answers a kit\'s survey, in place of what you answered before', ownAnswersSchema), method: 'put', body: answersBodySchema,
    run: async ({ survey }, { params, secret, body }) => {
      const asked = read(answersBodySchema, body);
      return asked.ok ? await survey.put(secret, params['kit'] ?? '', asked.value.answers) : asked;
    },
  },
  { ...base(ownPath, 'Takes your answers away for good', ownAnswersSchema), method: 'delete', run: ({ survey }, { params, secret }) => survey.put(secret, params['kit'] ?? '', {}) },
];
