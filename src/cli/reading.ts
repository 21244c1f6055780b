/** What all commands share that only look: they read beside a server, and print lines or one object. */
import { connect, type Connection } from '../host/connection.ts';
import { notedServer } from '../host/served-at.ts';
import { sayTime } from '../views/local-time.ts';

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
    const looked = await look(connection);
    return printLooked({ ...looked, lines: [...dueLines(connection), ...looked.lines] }, values.json === true);
  } finally {
    connection.close();
  }
}

/** @returns the exit status */
export function printLooked({ shown, lines, status = 0 }: Looked, json: boolean): number {
  for (const line of json ? [JSON.stringify(shown)] : lines) console.log(line);
  return status;
}

/** Said before what is shown of a folder that nothing has run on since something fell due. */
export function dueLines(connection: Connection): string[] {
  const wake = connection.nextWake();
  if (notedServer(connection.folder) !== undefined || wake === undefined || wake > Date.now()) return [];
  return [`Something has been due since ${sayTime(connection.view.zone, wake)}: it happens when a server starts or with the next act.`];
}
