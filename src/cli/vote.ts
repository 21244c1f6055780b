/** `frankpledge vote PROPOSAL yes|no|… --as MEMBER`: on a proposal as it stands now, or on an amendment. */
import { memberSigner } from '../host/signers.ts';
import { sayChoice } from '../views/deciding-words.ts';
import type { Choice } from '../vocabulary/deciding.ts';
import { acting, actingAs, actOptions } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { choiceOptions, readChoice } from './choice.ts';
import { openQuestion, sayQuestion } from './questions.ts';

export const vote = defineCommand({
  name: 'vote',
  usage: 'PROPOSAL yes|no|abstain|concern|object | --approve A,B | --scores A=3,B=1 | --rank "A > B = C"  [--reason TEXT] --as MEMBER [--key FILE] [--data DIR] [--json]',
  says: 'says what one thinks of a proposal or an amendment, which is named by as much of its name as tells it apart; until it is decided one may say otherwise',
  options: { ...actOptions, ...choiceOptions, reason: { type: 'string' } },
  names: ['PROPOSAL'], more: ['yes|no|abstain|concern|object'],
  run: ({ values, wrong, positionals: [given = '', word] }) => acting(values, async (connection) => {
    const question = openQuestion(connection, given);
    const choice = readChoice({ ...values, word }, question.options, wrong);
    const { reason } = values;
    if (choice === 'object' && (reason ?? '').trim() === '') throw wrong('--reason is missing: whoever objects says why');
    const signer = memberSigner(values.data, connection.state, actingAs(values));
    const { number, digest } = question.proposal.revision;
    // What was read is what is voted on: should it be another one by the time that this arrives, it is refused.
    const revision = question.amendment === null && number > 1 ? { revision: digest } : {};
    const done = await connection.act(signer, { kind: 'ballot', body: { proposal: question.id, choice, ...revision, ...(reason === undefined ? {} : { reason }) } });
    return { done, said: `${signer.grant.owner} ${sayVote(choice)} ${sayQuestion(connection, question)}` };
  }),
});

/** As a sentence goes on after the member's name; the question follows. */
function sayVote(choice: Choice): string {
  const words = sayChoice(choice);
  if (choice === 'object') return `${words} to`;
  if (choice === 'abstain') return `${words} on`;
  return typeof choice !== 'string' && 'approve' in choice ? `${words} in` : `says ${words} to`;
}
