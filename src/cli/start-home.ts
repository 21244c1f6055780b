/** `frankpledge start --home DIR`: several collectives behind one address. */
import { systemClock } from '../host/clock.ts';
import { openSharedBroker } from '../host/devices.ts';
import { pageFolder } from '../host/page.ts';
import { serveHome } from '../host/serve-home.ts';
import { noteHome } from '../host/served-at.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import { naming, say, sayReach, withoutSecrets, type StartSettings } from './starting.ts';

/** Returns when it was stopped by a signal, and everything is durable and closed. @param closing what is to be closed then, the last first */
export async function runHome(settings: StartSettings & { readonly home: string }, stopped: Promise<void>, closing: (() => Promise<void> | void)[]): Promise<void> {
  const { home, port, host, mqtt, mqttPort, url, proxies } = settings;
  const shared = mqtt === undefined ? await naming(`port ${mqttPort} of ${host} (for devices)`, '--mqtt-port', () => openSharedBroker(host, mqttPort)) : undefined;
  if (shared !== undefined) closing.push(() => shared.broker.close());
  const serving = await naming(`port ${port} of ${host}`, '--port', () => serveHome({
    folder: home, clock: systemClock, port, host, ...(settings.page ? { webFolder: pageFolder } : {}), broker: shared ?? { url: mqtt ?? '' }, tell: say,
    ...(mqtt === undefined ? {} : { vouches: true }), ...(url === undefined ? {} : { publicUrl: url }), proxies, ...(settings.tls === undefined ? {} : { tls: settings.tls }),
  }));
  closing.push(() => serving.close());
  closing.push(noteHome(home, serving.publicUrl));
  const names = serving.collectives().map(({ name }) => name);
  say(names.length === 0 ? `${home} is a home with no collective yet: the link below lets you found one, on the page.` : `${home} is a home of ${names.join(', ')}.`);
  say(`The link opens the door until the server stops, and lets whoever has it found collectives and look on. For others who may found one: ${commandLine(`home link new --home ${home}`)}`);
  sayReach(settings);
  console.log(serving.link);
  console.log(`devices: ${shared?.url ?? withoutSecrets(mqtt ?? '')}, topics frankpledge/NAME/…`);
  await stopped;
  say('stopping …');
}
