/** What all commands share that only look: they read beside a server, and print lines or one object. */
import { connect, type Connection } from '../host/connection.ts';

export type Looked = {
  /** For programs. */
  readonly shown: unknown;
  readonly lines: readonly string[];
  /** Left out: 0. */
  readonly status?: number;
};

export async function reading(values: { readonly data: string; readonly json?: boolean | undefined }, look: (connection: Connection) => Looked | Promise<Looked>): Promise<number> {
  const connection = await connect(values.data, 'read');
  try {
    const { shown, lines, status = 0 } = await look(connection);
    if (values.json === true) console.log(JSON.stringify(shown));
    else for (const line of lines) console.log(line);
    return status;
  } finally {
    connection.close();
  }
}
