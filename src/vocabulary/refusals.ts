/**
 * The closed list of refusals, in the order in which the kernel's checks run, each with what a person can do about it.
 * Adapters map a code to an HTTP status and an exit status here and nowhere else.
 */

type RefusalInfo = {
  /** What to do, as one sentence. */
  readonly hint: string;
  /** HTTP status of an answer with this code. */
  readonly http: 400 | 401 | 403 | 404 | 409 | 413 | 422 | 429 | 503;
};

const table = {
  // The entry as a whole
  malformed: { hint: 'Compare the message with the OpenAPI document, or with pages 8 and 9 of the manual.', http: 400 },
  too_large: { hint: 'Split it: a record holds at most 65,535 bytes.', http: 413 },
  wrong_origin: { hint: 'Sign the entry for this collective: its `origin` names another one.', http: 409 },
  already_founded: { hint: 'This collective exists already; use another data folder.', http: 409 },
  not_founded: { hint: 'Found the collective first; where founders sign it, the last of them must have signed.', http: 409 },
  unknown_key: { hint: 'Have the key added to the collective, or sign with one that it knows.', http: 401 },
  revoked_key: { hint: 'Sign with a key that is in force.', http: 401 },
  expired_key: { hint: 'Make a fresh key and have it added: this one was for a limited time.', http: 401 },
  bad_seal: { hint: 'Sign the canonical JSON (RFC 8785) of the entry with the named key.', http: 401 },
  wrong_role: { hint: 'A key of this role may not sign an entry of this kind.', http: 403 },
  outside_scope: { hint: 'Sign with a key that may say this: this one is for less.', http: 403 },
  duplicate_entry: { hint: 'An entry with this id, but other content, is in the log already; use a fresh id.', http: 409 },
  needs_passkey: { hint: 'Seal it with your passkey: this weighs more than what a device may say by itself.', http: 403 },
  from_the_future: { hint: 'Set the sender\'s clock: its time is ahead of the collective\'s by more than the charter allows.', http: 422 },
  too_late: { hint: 'The time for this has passed.', http: 422 },
  stale_sequence: { hint: 'The device\'s sequence number is far behind what it sent before; continue from the last one.', http: 409 },
  wrong_digest: { hint: 'Replay the log with `verify`: whoever made this digest has other records, or other rules, than this collective.', http: 409 },
  not_permitted: { hint: 'Leave it to someone who may: the detail says who, or what stands in the way.', http: 403 },
  // What it names
  unknown_member: { hint: 'Check the member\'s id.', http: 404 },
  unknown_unit: { hint: 'Check the unit\'s id.', http: 404 },
  unknown_subcontract: { hint: 'Check the subcontract\'s id.', http: 404 },
  unknown_action: { hint: 'See `kit show` for the actions of this subcontract\'s kit.', http: 404 },
  unknown_observation: { hint: 'Check the observation\'s id.', http: 404 },
  unknown_review: { hint: 'Nothing with this id waits for a decision.', http: 404 },
  unknown_part: { hint: 'See `kit show` for the parts that one can consent to.', http: 404 },
  unknown_code: { hint: 'Hand the code in together with the entry that names its hash.', http: 422 },
  unknown_party: { hint: 'Name exactly the parties that the kit asks for.', http: 422 },
  unknown_proposal: { hint: 'See what is open with `proposals`: nothing with this name waits for votes.', http: 404 },
  unknown_stream: { hint: 'See `things` for the streams and what is bound.', http: 404 },
  unknown_option: { hint: 'See the options of the proposal with `proposals`.', http: 422 },
  unknown_payout: { hint: 'See what is pending with `outside`: nothing with this id waits to be settled.', http: 404 },
  unknown_reference: { hint: 'Check the unit and the bank\'s reference: nothing that could be taken back is recorded under it.', http: 404 },
  already_member: { hint: 'Choose another id: this one is taken.', http: 409 },
  already_adopted: { hint: 'Choose another id: a subcontract with this one exists.', http: 409 },
  already_known_key: { hint: 'Make a fresh key: this one is in the log already.', http: 409 },
  already_booked: { hint: 'Nothing is to be done: what has this reference of the bank is recorded, and counts once.', http: 409 },
  // Who is measured
  no_consent: { hint: 'Ask whoever is measured: they permit it per stream and purpose, and can take it back.', http: 403 },
  // How members decide
  stale_revision: { hint: 'It has been amended: read it as it is now, and say what you think of that.', http: 409 },
  does_not_apply: { hint: 'Make the difference anew on the revision as it is now.', http: 409 },
  already_said: { hint: 'It is said already, and counts once; a vote can be changed by saying something else.', http: 409 },
  out_of_order: { hint: 'An ordinary vote can\'t touch this; the detail says which way is open.', http: 422 },
  delegation_circle: { hint: 'Delegate to somebody whose vote doesn\'t come back to you.', http: 422 },
  // How it stands
  already_so: { hint: 'It is so already, or proposed already; there is nothing to add.', http: 409 },
  suspended: { hint: 'It is held for now, and nothing that is pending is lost; the detail says how it goes on.', http: 409 },
  ending: { hint: 'Nothing new begins under it: it ends when what is owed under it is settled.', http: 409 },
  // What it says
  missing_value: { hint: 'Add the value that is named.', http: 422 },
  unknown_value: { hint: 'Leave out what isn\'t known there, or correct its name.', http: 422 },
  invalid_value: { hint: 'Give the value in the stated form and range.', http: 422 },
  too_many_decimals: { hint: 'Give at most as many decimals as the unit has; nothing is rounded silently.', http: 422 },
  overflow: { hint: 'The number is larger than the ledger can hold exactly (9,007,199,254,740,991 smallest parts).', http: 422 },
  needs_second: { hint: 'Propose it: with this amount a second person has to agree.', http: 403 },
  needs_decision: { hint: 'Propose it, as a proposal of kind `act`: this is for the members to ask together.', http: 403 },
  limit_reached: { hint: 'A stated limit of the collective is reached; see page 10 of the manual.', http: 429 },
  // What a subcontract answers
  not_contestable: { hint: 'Only a charged taking can be contested, by the one who was charged, within the time that the terms give.', http: 422 },
  already_in_review: { hint: 'It waits for a decision already.', http: 409 },
  more_than_owed: { hint: 'Give at most what is owed.', http: 422 },
  nothing_owed: { hint: 'There is nothing to pay back here.', http: 422 },
  contract_refused: { hint: 'The subcontract\'s own rule refuses this; the detail says why.', http: 422 },
  // What the kernel says to effects
  insufficient_balance: { hint: 'The account holds less than that above its floor.', http: 422 },
  outside_envelope: { hint: 'The subcontract may not do this at all, or not so much; its envelope says what it may.', http: 422 },
  bad_effect: { hint: 'The kit\'s code proposes something that the kernel does not know; tell its author.', http: 422 },
  state_too_large: { hint: 'The subcontract\'s state would pass its cap; tell the kit\'s author.', http: 422 },
  too_many_effects: { hint: 'The kit\'s code proposes more effects than one item may have; tell its author.', http: 422 },
  out_of_gas: { hint: 'The kit\'s code did not end within its budget and was stopped; tell its author.', http: 422 },
  contract_fault: { hint: 'The kit\'s code failed and nothing was done; tell its author.', http: 422 },
  // The place where it runs
  stopped: { hint: 'The collective is stopped; the detail says why and how it goes on.', http: 503 },
  busy: { hint: 'Not now; the detail says what is waited for. Try again in a moment.', http: 503 },
} as const satisfies Record<string, RefusalInfo>;

export type RefusalCode = keyof typeof table;

export const refusalCodes = Object.keys(table) as readonly RefusalCode[];

export function isRefusalCode(text: unknown): text is RefusalCode {
  return typeof text === 'string' && Object.hasOwn(table, text);
}

/** What a person can do about a refusal, and its HTTP status. */
export function aboutRefusal(code: RefusalCode): RefusalInfo {
  return table[code];
}
