/** The answers are those of c2sp.org/tlog-witness; most come from our own witness, the rest are what others send or sent before version 1.0.0. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHasher, createSealer, createSealVerifier } from '../adapters/keys/node.ts';
import { openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { cosignerKey } from './cosignature.ts';
import { consistencyProof, leafHash, rootOf } from './merkle.ts';
import { ed25519Key, signatureTypes, verifierKey, type KnownKey } from './note.ts';
import { cosignAnswer, decideAddCheckpoint, openAddCheckpoint, type WitnessAnswer } from './witness.ts';
import { firstQuestion, questionBody, readWitnessAnswer, withCosignatures, witnessAttemptsMax, type WitnessQuestion, type WitnessReply, type WitnessStep } from './witness-client.ts';

const hasher = createHasher();
const verifier = createSealVerifier();
const origin = 'example.com/log';
const log = createSealer(new Uint8Array(32).fill(1));
const cosigner = { name: 'w.example', sealer: createSealer(new Uint8Array(32).fill(3)) };
const logKey = ed25519Key(verifier, verifierKey(hasher, origin, signatureTypes.ed25519, log.publicKey));
const keys = [cosignerKey(verifier, verifierKey(hasher, cosigner.name, signatureTypes.ed25519Cosignature, cosigner.sealer.publicKey))];
const leaves = Array.from({ length: 40 }, (_, i) => leafHash(hasher, `leaf ${i}`));

function signed(size: number): string {
  return signCheckpoint(hasher, log, { origin, size, root: rootOf(hasher, leaves, 0, size) });
}

function bodyOf(question: WitnessQuestion): string {
  return questionBody(question, question.oldSize === 0 ? [] : consistencyProof(hasher, leaves.slice(0, question.size), question.oldSize));
}

/** A witness that keeps its store in memory. */
function witness(trusted: ReadonlyMap<string, readonly KnownKey[]> = new Map([[origin, [logKey]]])): { held: string | undefined; answer(body: string): WitnessAnswer } {
  return {
    held: undefined,
    answer(body) {
      const request = openAddCheckpoint(trusted, body);
      if (!request.opened) return request.answer;
      const decision = decideAddCheckpoint(hasher, this.held, request.request);
      if (decision.decided === 'refuse') return decision.answer;
      this.held = decision.store;
      return cosignAnswer(hasher, [cosigner], decision.text, 1_700_000_000);
    },
  };
}

function reply(status: number, body = '', contentType = 'text/plain'): WitnessReply {
  return { status, contentType, body };
}

/** What a step says, in short. */
function said(step: WitnessStep): string {
  if (step.step === 'ask') return `ask from ${step.question.oldSize}`;
  return step.step === 'cosigned' ? step.signatures.map(({ name }) => name).join() : `${step.problem.code}${step.later ? ', later' : ''}`;
}

const question = firstQuestion(signed(12), 12, 5);
const read = (answer: WitnessReply, asked = question): string => said(readWitnessAnswer(asked, answer, keys));

test('a witness that holds what the log believes cosigns at once; the cosigned checkpoint holds', () => {
  const remote = witness();
  remote.held = signed(5);
  const step = readWitnessAnswer(question, remote.answer(bodyOf(question)), keys);
  assert.ok(step.step === 'cosigned');
  const cosigned = withCosignatures(question.checkpoint, step.signatures);
  assert.ok(cosigned.ok);
  const opened = openCheckpoint(cosigned.value, origin, [logKey], keys);
  assert.equal(opened.ok && opened.value.verified.length, 2);
  assert.deepEqual(withCosignatures(cosigned.value, step.signatures), cosigned, 'once only');
});

test('a witness that holds another size is asked again from there', () => {
  for (const held of [undefined, 1, 3, 12]) {
    const remote = witness();
    remote.held = held === undefined ? undefined : signed(held);
    const first = readWitnessAnswer(question, remote.answer(bodyOf(question)), keys);
    assert.equal(said(first), `ask from ${held ?? 0}`);
    assert.ok(first.step === 'ask');
    assert.equal(first.question.attempt, 2);
    assert.equal(said(readWitnessAnswer(first.question, remote.answer(bodyOf(first.question)), keys)), 'w.example');
  }
});

test('a belief beyond the checkpoint is cut to it', () => {
  assert.equal(firstQuestion(signed(12), 12, 30).oldSize, 12);
});

test('questions end, though a witness names another size each time', () => {
  let asked = question;
  for (let attempt = 1; attempt < witnessAttemptsMax; attempt++) {
    const step = readWitnessAnswer(asked, reply(409, `${attempt % 2}\n`, 'text/x.tlog.size'), keys);
    assert.ok(step.step === 'ask');
    asked = step.question;
  }
  assert.equal(read(reply(409, '7\n', 'text/x.tlog.size'), asked), 'witness_busy, later');
});

test('each other answer is a failure with its own code', () => {
  assert.equal(read(reply(409, '13\n', 'text/x.tlog.size')), 'witness_ahead');
  assert.equal(read(reply(409, '5\n', 'text/x.tlog.size')), 'witness_conflict', 'the size that was asked from');
  assert.equal(read(reply(409, 'root hash mismatch\n')), 'witness_conflict', 'before version 1.0.0: same size, other root');
  for (const body of ['', '7', '07\n', '-7\n', '7\n7\n', '9007199254740992\n']) assert.equal(read(reply(409, body, 'text/x.tlog.size')), 'witness_conflict', JSON.stringify(body));
  assert.equal(read(reply(409, '7\n', 'text/plain')), 'witness_conflict');
  assert.equal(read(reply(409, '7\n', 'Text/X.Tlog.Size; charset=utf-8')), 'ask from 7');
  assert.equal(read(witness(new Map()).answer(bodyOf(question))), 'unknown_to_witness');
  assert.equal(read(witness(new Map([[origin, []]])).answer(bodyOf(question))), 'refused_by_witness');
  assert.equal(read(reply(422, 'bad proof\n')), 'witness_conflict');
  for (const status of [429, 500, 502, 503]) assert.equal(read(reply(status)), 'witness_busy, later', String(status));
  for (const status of [100, 204, 301, 400, 401, 410]) assert.equal(read(reply(status)), 'witness_nonsense', String(status));
});

test('a fork that the witness has not seen coming is a conflict', () => {
  const remote = witness();
  remote.held = signCheckpoint(hasher, log, { origin, size: 5, root: leafHash(hasher, 'other face') });
  assert.equal(read(remote.answer(bodyOf(question))), 'witness_conflict');
});

test('what comes with 200 must be this witness\'s signature on this checkpoint', () => {
  const text = `${signed(12).split('\n\n')[0]}\n`;
  const other = { name: 'v.example', sealer: createSealer(new Uint8Array(32).fill(4)) };
  assert.equal(read(cosignAnswer(hasher, [other, cosigner], text, 5)), 'w.example', 'others are left out');
  assert.equal(read(cosignAnswer(hasher, [other], text, 5)), 'not_signed');
  assert.equal(read(cosignAnswer(hasher, [cosigner], `${signed(11).split('\n\n')[0]}\n`, 5)), 'bad_signature');
  for (const body of ['', 'thanks\n', '<html>\n']) assert.equal(read(reply(200, body)), 'witness_nonsense', JSON.stringify(body));
});
