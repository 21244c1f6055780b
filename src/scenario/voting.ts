/** Reads the steps by which members say what they think of a proposal, or let others say it for them. */
import type { Choice } from '../vocabulary/deciding.ts';
import type { ActOf } from './acts.ts';
import type { Names } from './names.ts';
import { proposalAt, readRevision } from './proposing.ts';
import { readSaid, readSaidByEach, saidKeys } from './saying.ts';
import type { Place } from './yaml-place.ts';

/** More friends than there can be members are none. */
const approvalsMax = 100_000;
const pointsMax = 1000;

const plain = ['yes', 'no', 'abstain', 'concern', 'object'] as const satisfies readonly Choice[];
const ways = ['choice', 'approve', 'scores', 'ranking'] as const;

/** On a proposal or an amendment. */
export function readVote(place: Place, names: Names): ActOf<'vote'> {
  place.only([...saidKeys, 'proposal', ...ways, 'reason', 'revision']);
  const proposal = votedOn(place.need('proposal'), names);
  const reason = place.optional('reason');
  return {
    kind: 'vote', ...readSaidByEach(place, names), proposal, choice: readChoice(place, names, proposal),
    ...(reason === undefined ? {} : { reason: reason.text() }), ...readRevision(place),
  };
}

function readChoice(place: Place, names: Names, proposal: string): Choice {
  const [way, more] = ways.filter((each) => place.optional(each) !== undefined);
  if (more !== undefined) place.problem(`a vote is given in one way, not by ${way} and ${more}`);
  switch (way) {
    case 'approve': return { approve: optionsOf(place.need('approve').list(), names, proposal) };
    case 'scores': {
      const scores = place.need('scores').entries().map(([option, points]) => [noteOption(points, option, names, proposal), points.integer(0, pointsMax)] as const);
      return { scores: Object.fromEntries(scores) };
    }
    case 'ranking': return { ranking: place.need('ranking').list().map((each) => optionsOf(Array.isArray(each.raw()) ? each.list() : [each], names, proposal)) };
    default: {
      const said = place.need('choice').oneOf(plain, 'choice');
      return plain.find((each) => each === said) ?? 'abstain';
    }
  }
}

function optionsOf(list: readonly Place[], names: Names, proposal: string): readonly string[] {
  return list.map((each) => noteOption(each, each.text(), names, proposal));
}

/** An option that isn't there is refused when it is played, which a scenario may want to show. */
function noteOption(place: Place, option: string, { proposals }: Names, proposal: string): string {
  const change = proposals.find(({ id }) => id === proposal)?.change;
  if (change?.change !== 'choice') return option;
  const options = [...change.options.map(({ id }) => id), 'as_it_is'];
  if (option !== '' && !options.includes(option)) place.note(`${proposal} has no option "${option}"`, option, options);
  return option;
}

function votedOn(place: Place, names: Names): string {
  return place.oneOf([...names.proposals.map(({ id }) => id), ...names.amendments], 'proposal');
}

/** On a topic, or on all; `to: null` takes it back. */
export function readDelegate(place: Place, names: Names): ActOf<'delegate'> {
  place.only([...saidKeys, 'to', 'topic']);
  const to = place.optional('to');
  if (to === undefined) place.problem('to whom? `to: null` takes it back');
  const topic = place.optional('topic');
  return {
    kind: 'delegate', ...readSaidByEach(place, names),
    topic: topic === undefined || topic.raw() === null ? null : topic.id(), to: to === undefined || to.raw() === null ? null : to.oneOf(names.people, 'member'),
  };
}

export function readComment(place: Place, names: Names): ActOf<'comment'> {
  place.only([...saidKeys, 'proposal', 'paragraph', 'text']);
  const paragraph = place.optional('paragraph');
  return {
    kind: 'comment', ...readSaid(place, names), proposal: votedOn(place.need('proposal'), names), text: place.need('text').text(),
    ...(paragraph === undefined ? {} : { paragraph: paragraph.id() }),
  };
}

export function readFriends(place: Place, names: Names): ActOf<'friends'> {
  place.only([...saidKeys, 'friends', 'approvals']);
  const friends = place.need('friends').list().map((each) => each.oneOf(names.people, 'member'));
  return { kind: 'friends', ...readSaid(place, names), friends, approvals: place.need('approvals').integer(1, approvalsMax) };
}

/** A proposal of one's own. */
export function readWithdrawn(place: Place, names: Names): ActOf<'withdraw'> {
  place.only([...saidKeys, 'proposal']);
  return { kind: 'withdraw', ...readSaid(place, names), proposal: proposalAt(place.need('proposal'), names) };
}
