/** What concerns the log, its keys and its money: another operator, witnesses, a lost key, a larger issue. */
import type { Connection } from '../host/connection.ts';
import { makeOperatorKeys, readPublicKeys } from '../host/operator-keys.ts';
import { requirePublicKey } from '../host/signers.ts';
import { readTextFile } from '../host/text-file.ts';
import { readPairs } from './arguments.ts';
import { freeKeyId } from './key-ids.ts';
import { knownMember, knownUnit } from './names.ts';
import { FileError } from './problems.ts';
import type { ProposeKind } from './propose-kinds.ts';
import type { Drawn } from './proposing.ts';

export const operator: ProposeKind = {
  usage: '[--public FILE]', says: 'another operator, with keys made here or the public halves of others', names: [],
  draw: (connection, given): Drawn => {
    if (given.public !== undefined) return { change: { change: 'operator', keys: readPublicKeys(given.public) } };
    const { grants, discard } = makeOperatorKeys(given.data, connection.state);
    return { change: { change: 'operator', keys: grants }, discard };
  },
};

export const policy: ProposeKind = {
  usage: 'FILE [--runs WITNESS=MEMBER]…', says: 'other witnesses of the log', names: ['FILE'],
  draw: (connection, { rest: [file = ''], runs = [], wrong }): Drawn => {
    const read = readTextFile(file);
    if ('problem' in read) throw new FileError(file, [read.problem]);
    return { change: { change: 'policy', policy: read.text, runs: Object.fromEntries(readPairs(runs, wrong).map(([witness, member]) => [witness, knownMember(connection, member)])) } };
  },
};

export const recover: ProposeKind = {
  usage: 'MEMBER --public-key BASE64 [--id KEY]', says: 'a new key for a member who lost theirs', names: ['MEMBER'],
  draw: (connection: Connection, given): Drawn => {
    const member = knownMember(connection, given.rest[0] ?? '');
    const publicKey = given['public-key'];
    if (publicKey === undefined) throw given.wrong('--public-key is missing: the public half of the key that they made');
    const id = given.id ?? freeKeyId(connection, 'member', member);
    return { change: { change: 'recover', member, key: { id, role: 'member', owner: member, public_key: requirePublicKey(publicKey) } } };
  },
};

export const issue: ProposeKind = {
  usage: 'MEMBER AMOUNT UNIT REASON', says: 'more than one person alone may issue', names: ['MEMBER', 'AMOUNT', 'UNIT', 'REASON'],
  draw: (connection, { rest: [member = '', amount = '', unit, reason = ''] }): Drawn =>
    ({ change: { change: 'issue', to: knownMember(connection, member), unit: knownUnit(connection, unit), amount, reason } }),
};
