/** The routes of agreements one by one, and of what a member is asked to decide on today. */
import { z } from '@hono/zod-openapi';
import { agreementsSchema, figuresSchema, handfulSchema, termsBodySchema, termsDraftSchema, termsSchema } from './agreement-schemas.ts';
import { read } from './entry.ts';
import { base, type Route } from './route.ts';

const member = z.string().max(130);

export const agreementRoutes: readonly Route[] = [
  {
    ...base('/api/agreements', 'The agreements in force, each in a sentence with what it moved this month; with `member`, for and with them', agreementsSchema), query: { member: member.optional() },
    run: (ports, { query }) => ports.deciding.agreements.list(query['member']),
  },
  {
    ...base('/api/subcontracts/{id}/terms', 'A subcontract\'s text with its terms in place, and each term: what it may be, who proposed it and since when, what is proposed now', termsSchema),
    run: (ports, { params }) => ports.deciding.agreements.terms(params['id'] ?? ''),
  },
  {
    ...base('/api/subcontracts/{id}/terms/draft', 'What other terms would be, and what could then be taken from a member, before anyone proposes them; nothing of it stays', termsDraftSchema), method: 'post', body: termsBodySchema,
    run: (ports, { params, body }) => {
      const asked = read(termsBodySchema, body);
      return asked.ok ? ports.deciding.agreements.draft(params['id'] ?? '', asked.value) : asked;
    },
  },
  {
    ...base('/api/subcontracts/{id}/figures', 'What a subcontract moved and what lay in its accounts, week by week; with `member`, also for them alone', figuresSchema), query: { member: member.optional() },
    run: (ports, { params, query }) => ports.deciding.agreements.figures(params['id'] ?? '', query['member']),
  },
  {
    ...base('/api/handful', 'What a member is asked to decide on today: at most five, by deadline and by what each can move for them; the rest by deadline', handfulSchema), query: { member },
    run: (ports, { query }) => ports.deciding.agreements.handful(query['member'] ?? ''),
  },
];
