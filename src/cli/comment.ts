/** `frankpledge comment PROPOSAL TEXT --as MEMBER`: its place goes into the log, its words where they can be erased. */
import { randomBytes } from 'node:crypto';
import type { Connection } from '../host/connection.ts';
import { proposalNow } from '../host/proposals.ts';
import { memberSigner } from '../host/signers.ts';
import { commentCharsMax, keptComment } from '../log/comment-words.ts';
import type { OpenQuestion } from '../host/open-questions.ts';
import { acting, actingAs, actOptions } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { UnknownNameError } from './names.ts';
import { meant, openQuestion, sayQuestion } from './questions.ts';

export const comment = defineCommand({
  name: 'comment',
  usage: 'PROPOSAL TEXT [--paragraph P] [--answers COMMENT] --as MEMBER [--key FILE] [--data DIR] [--json]',
  says: 'comments on a proposal or an amendment, or on one paragraph; the words lie where they can be erased',
  options: { ...actOptions, paragraph: { type: 'string' }, answers: { type: 'string' } },
  names: ['PROPOSAL', 'TEXT'],
  run: ({ values, wrong, positionals: [given = '', text = ''] }) => acting(values, async (connection) => {
    if (text.trim() === '') throw wrong('TEXT is empty');
    if (text.length > commentCharsMax) throw wrong(`a comment has at most ${commentCharsMax} characters, not ${text.length}`);
    const question = openQuestion(connection, given);
    const paragraph = values.paragraph === undefined ? {} : { paragraph: knownParagraph(question, values.paragraph) };
    const answers = values.answers === undefined ? {} : { answers: knownComment(connection, question, values.answers) };
    const signer = memberSigner(values.data, connection.state, actingAs(values));
    const { commitment, kept } = keptComment(connection.hasher, { by: signer.grant.owner, salt: randomBytes(16).toString('hex'), text });
    await connection.keepBody(commitment, kept);
    const done = await connection.act(signer, { kind: 'comment', body: { proposal: question.id, ...paragraph, ...answers, commitment } });
    if (done.status === 'refused') await connection.eraseBody(commitment);
    const place = values.paragraph === undefined ? '' : `${values.paragraph} of `;
    return { done, said: `${signer.grant.owner} comments on ${place}${sayQuestion(connection, question)}`, more: { comment: commitment } };
  }),
});

function knownParagraph({ proposal }: OpenQuestion, given: string): string {
  const ids = proposal.revision.text.map(({ id }) => id);
  if (!ids.includes(given)) throw new UnknownNameError('unknown_value', 'paragraph', given, ids);
  return given;
}

/** A comment on the same, by the beginning of its name. */
function knownComment({ view, state }: Connection, { proposal }: OpenQuestion, given: string): string {
  return meant(given, proposalNow(view, state, proposal.id, () => undefined)?.commented ?? [], 'comment').id;
}
