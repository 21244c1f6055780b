// A server with sensing in a process of its own, to be killed: node test/sensing-child.ts FOLDER BROKER STREAM
import { openSensingHouse } from './sensing-house.ts';

const [folder = '', url = '', stream = ''] = process.argv.slice(2);
const house = await openSensingHouse(folder, url);
// Whoever started it holds the other end: it doesn't outlive a test that broke off.
process.stdin.on('end', () => process.exit(1)).resume();
let told = -1;
const tell = (): void => {
  const count = house.serving.sensing.sensing.store?.streams().find((each) => each.stream === stream)?.count ?? 0;
  if (count !== told) process.stdout.write(`${told = count}\n`);
  setImmediate(tell);
};
tell();
