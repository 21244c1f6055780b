/**
 * A device that signs what it measures, for Node 24 or later: `node client.ts scale-1 ORIGIN https://…/api/senml weight 8.4 kg`.
 * Its key, once:      openssl genpkey -algorithm ed25519 -out scale-1.pem
 * What the log needs: openssl pkey -in scale-1.pem -pubout -outform DER | tail -c 32 | base64
 */
import { createPrivateKey, sign } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const [kid = '', origin = '', url = '', channel = '', value = '', unit = ''] = process.argv.slice(2);

/** Counts before it sends: a number that was once used never stands for something else, whenever the power goes. */
function nextNumber(file: string): number {
  const seq = (existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0) + 1;
  writeFileSync(file, String(seq), { flush: true });
  return seq;
}

function signed(seq: number, pack: readonly object[]): string {
  const header = { alg: 'EdDSA', kid, cty: 'senml+json', crit: ['origin', 'seq'], origin, seq };
  const text = [header, pack].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${sign(null, Buffer.from(text), createPrivateKey(readFileSync(`${kid}.pem`))).toString('base64url')}`;
}

/** What was sent already counts once: sending again until there is an answer loses nothing and doubles nothing. */
async function send(jws: string): Promise<void> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/jose' }, body: jws }).catch(() => undefined);
  if (answer?.ok === true) return;
  if (answer !== undefined && answer.status < 500 && answer.status !== 429) throw new Error(await answer.text());
  await new Promise((resolve) => { setTimeout(resolve, 1000); });
  return send(jws);
}

await send(signed(nextNumber(`${kid}.seq`), [{ n: channel, u: unit, v: Number(value), t: Date.now() / 1000 }]));
