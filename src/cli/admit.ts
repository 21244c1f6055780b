/** `frankpledge admit ID`: a new member, with a key that is handed to them. */
import { existsSync, rmSync } from 'node:fs';
import { keyPath, makeKey } from '../host/data-folder.ts';
import { requirePublicKey, rightfulSigner } from '../host/signers.ts';
import type { KeyGrant } from '../vocabulary/grants.ts';
import { isId } from '../vocabulary/ids.ts';
import { acting, actingAs, actOptions } from './acting.ts';
import { amountsOf } from './amounts.ts';
import { defineCommand } from './arguments.ts';

export const admit = defineCommand({
  name: 'admit',
  usage: 'ID [--name NAME] [--floor UNIT=AMOUNT]… [--public-key BASE64] [--as MEMBER] [--key FILE] [--data DIR] [--json]',
  says: 'admits a member and makes their key, or takes the public key of one that they made themselves',
  options: { ...actOptions, 'name': { type: 'string' }, 'floor': { type: 'string', multiple: true }, 'public-key': { type: 'string' } },
  names: ['ID'],
  run: ({ values, wrong, positionals: [id = ''] }) => acting(values, async (connection) => {
    if (!isId(id)) throw wrong(`"${id}" can't be a member's id: it has letters, digits, ".", "_", "-", at most 64, and begins with a letter or digit`);
    if (connection.view.members.has(id)) return { done: { status: 'refused', refusal: { code: 'already_member', detail: `there is a member ${id} already` } }, said: '' };
    const signer = rightfulSigner(values.data, connection.state, 'admit', actingAs(values));
    const floor = amountsOf(connection, values.floor ?? [], wrong);
    const name = values.name;
    const keyId = `member-${id}`;
    const path = keyPath(values.data, keyId);
    const given = values['public-key'];
    const kept = existsSync(path);
    const key: KeyGrant = given === undefined ? makeKey(values.data, keyId, 'member', id).grant : { id: keyId, role: 'member', owner: id, public_key: requirePublicKey(given) };
    const member = { id, ...(name === undefined ? {} : { name }), ...(Object.keys(floor).length === 0 ? {} : { floor }) };
    try {
      const done = await connection.act(signer, { kind: 'admit', body: { member, keys: [key] } });
      if (done.status !== 'recorded' && given === undefined && !kept) rmSync(path, { force: true });
      return { done, said: `${name ?? id} is a member${given === undefined ? `; hand them their key: ${path}` : ''}` };
    } catch (error) {
      if (given === undefined && !kept) rmSync(path, { force: true });
      throw error;
    }
  }),
});
