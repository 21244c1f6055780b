/** A real SMTP server on this machine, that keeps what it takes. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export type MailServer = {
  readonly port: number;
  /** As they came over the wire. */
  readonly taken: readonly { readonly to: readonly string[]; readonly raw: string }[];
  /** Refuses each message from now on with this, as `452`; null: takes them. */
  readonly refuse: (code: number | null) => void;
  readonly close: () => Promise<void>;
};

/** @param user who must log in with which password; left out: anyone may send */
export async function openMailServer(user?: { readonly name: string; readonly password: string }): Promise<MailServer> {
  const taken: { to: string[]; raw: string }[] = [];
  let refused: number | null = null;
  const server = new SMTPServer({
    authOptional: user === undefined, allowInsecureAuth: true, disableReverseLookup: true, disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, callback) => {
      if (username === user?.name && password === user?.password) callback(null, { user: username });
      else callback(Object.assign(new Error('no such user'), { responseCode: 535 }));
    },
    onRcptTo: (_address, _session, callback) => callback(refused === null ? null : Object.assign(new Error('not now'), { responseCode: refused })),
    onData: (stream, session, callback) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
        taken.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(parts).toString('utf8') });
        callback(null, 'kept');
      });
    },
  });
  server.on('error', () => undefined); // a client that breaks off
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port, taken, refuse: (code) => { refused = code; },
    close: () => new Promise((done) => { server.close(() => done()); }),
  };
}
