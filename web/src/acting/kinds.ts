/** What a key that lives in a browser is asked to say. */

/** Of a member without a passkey, who adds it with the key that they have: it can't pay, nor make further keys. */
export const pageKinds = ['ballot', 'amend', 'comment', 'propose', 'withdraw', 'delegate', 'accept', 'consent', 'sign', 'bind', 'unbind', 'permit', 'look', 'dispute', 'judge', 'incident', 'request', 'payout', 'payout.cancel', 'settle'] as const;

/** Of a device that a passkey lets act: every day's, and small payments. What weighs the passkey says itself. */
export const deviceKinds = [
  'comment', 'withdraw', 'bind', 'unbind', 'permit', 'look', 'dispute', 'judge', 'incident', 'request', 'pay', 'payout', 'payout.cancel', 'settle', 'attest', 'opened',
] as const;
