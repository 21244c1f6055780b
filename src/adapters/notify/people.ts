/** How each member wants to be told, and by what they can be reached. */
import type { DatabaseSync } from 'node:sqlite';
import type { Preferences } from '../../notices/preferences.ts';
import { devicesMax, type Mail, type PushDevice } from '../../notices/store.ts';

type Row = { readonly [name: string]: unknown };

export function peopleTables(database: DatabaseSync) {
  const get = database.prepare('SELECT preferences, address, confirmed, problem FROM people WHERE member = ?');
  const putPreferences = database.prepare('INSERT INTO people (member, preferences) VALUES (?, ?) ON CONFLICT (member) DO UPDATE SET preferences = excluded.preferences');
  const putMail = database.prepare('INSERT INTO people (member, address) VALUES (?, ?) ON CONFLICT (member) DO UPDATE SET address = excluded.address, confirmed = 0, problem = NULL');
  const confirmMail = database.prepare('UPDATE people SET confirmed = 1, problem = NULL WHERE member = ? AND address = ?');
  const noteMail = database.prepare('UPDATE people SET problem = ? WHERE member = ?');
  const devices = database.prepare('SELECT * FROM devices WHERE member = ? ORDER BY added, id');
  const device = database.prepare('SELECT * FROM devices WHERE id = ?');
  const putDevice = database.prepare('INSERT OR REPLACE INTO devices (id, member, endpoint, p256dh, auth, label, added) VALUES (?, ?, ?, ?, ?, ?, ?)');
  const dropDevice = database.prepare('DELETE FROM devices WHERE member = ? AND id = ?');

  return {
    preferences(member: string): Preferences | undefined {
      const found = get.get(member)?.['preferences'];
      return typeof found === 'string' ? (JSON.parse(found) as Preferences) : undefined;
    },
    putPreferences: (member: string, preferences: Preferences): void => void putPreferences.run(member, JSON.stringify(preferences)),
    mail(member: string): Mail | undefined {
      const { address, confirmed, problem } = get.get(member) ?? {};
      return typeof address === 'string' ? { address, confirmed: confirmed === 1, problem: typeof problem === 'string' ? problem : null } : undefined;
    },
    putMail: (member: string, address: string | null): void => void putMail.run(member, address),
    confirmMail: (member: string, address: string): boolean => Number(confirmMail.run(member, address).changes) > 0,
    noteMail: (member: string, problem: string | null): void => void noteMail.run(problem, member),
    devices: (member: string): PushDevice[] => devices.all(member).map(deviceOf),
    device(id: string): (PushDevice & { readonly member: string }) | undefined {
      const row = device.get(id);
      return row === undefined ? undefined : { ...deviceOf(row), member: String(row['member']) };
    },
    /** A browser has one for each server: whoever is at it now is told there. The oldest gives way. */
    addDevice(member: string, { id, endpoint, p256dh, auth, label, added }: PushDevice): void {
      putDevice.run(id, member, endpoint, p256dh, auth, label, added);
      for (const { id: old } of devices.all(member).map(deviceOf).slice(0, -devicesMax)) dropDevice.run(member, old);
    },
    dropDevice: (member: string, id: string): boolean => Number(dropDevice.run(member, id).changes) > 0,
    erase(member: string): void {
      for (const table of ['people', 'devices']) database.prepare(`DELETE FROM ${table} WHERE member = ?`).run(member);
    },
  };
}

function deviceOf(row: Row): PushDevice {
  const text = (name: string): string => String(row[name]);
  return { id: text('id'), endpoint: text('endpoint'), p256dh: text('p256dh'), auth: text('auth'), label: text('label'), added: Number(row['added']) };
}
