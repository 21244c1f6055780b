/** `frankpledge invite [NAME] --as MEMBER`: a key that lets one person join, as a link or a file. */
import { rightfulSigner } from '../host/signers.ts';
import { sayTime } from '../views/local-time.ts';
import { isId } from '../vocabulary/ids.ts';
import { dayMs } from '../vocabulary/time.ts';
import { acting, actingAs, actOptions } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { invitationFor, invitationLink } from './invitations.ts';
import { readWhole } from './when.ts';

/** Long enough for somebody who is away; whoever finds an old link finds it over. */
const daysDefault = 30;
const daysMax = 3650;

export const invite = defineCommand({
  name: 'invite',
  usage: '[NAME] [--expires DAYS] [--out FILE] [--as MEMBER] [--key FILE] [--data DIR] [--json]',
  says: 'makes an invitation by which one person joins under a name of their own: a link, or with --out a file; where members decide who is admitted: propose admit --invite',
  options: { ...actOptions, expires: { type: 'string' }, out: { type: 'string' } },
  names: [], more: ['NAME'],
  run: ({ values, wrong, positionals: [name] }) => acting(values, async (connection) => {
    if (name !== undefined && !isId(name)) throw wrong(`"${name}" can't be an invitation's name: it has letters, digits, ".", "_", "-", at most 64`);
    const days = values.expires === undefined ? daysDefault : readWhole(values.expires, '--expires', 1, daysMax, wrong);
    const signer = rightfulSigner(values.data, connection.state, 'admit', actingAs(values));
    const made = invitationFor(connection, name);
    const expires = await connection.now() + days * dayMs;
    const done = await connection.act(signer, { kind: 'invite', body: { key: { ...made.grant, expires } } });
    const said = `invitation ${made.grant.id} lets one person join, until ${sayTime(connection.view.zone, expires)}`;
    if (values.out !== undefined) {
      if (done.status === 'recorded') made.write(values.out);
      return { done, said: `${said}; it lies in ${values.out}: hand it over`, more: { invitation: made.grant.id, file: values.out, expires } };
    }
    const { link, lines } = invitationLink(connection, made);
    return { done, said, after: lines, more: { invitation: made.grant.id, link, expires } };
  }),
});
