/**
 * Vectors of Google's certificate-transparency reference (cpp/merkletree/merkle_tree_test.cc: kSHA256EmptyTreeHash, reference_inputs,
 * reference_roots, path and proof tests), which are those of RFC 6962's s2.1 trees.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { Hasher } from '../vocabulary/ports.ts';
import { consistencyProof, createTree, emptyRoot, inclusionProof, leafHash, rootOf, verifyConsistency, verifyInclusion } from './merkle.ts';

const hasher: Hasher = { sha256: (data) => createHash('sha256').update(data).digest() };

const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
/** [leaf from 1, size, proof] */
const paths: readonly (readonly [number, number, readonly string[]])[] = [
  [1, 1, []],
  [1, 8, ['96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4']],
  [6, 8, ['bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7']],
  [3, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  [2, 5, ['6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b']],
];
/** [old size, new size, proof] */
const prefixes: readonly (readonly [number, number, readonly string[]])[] = [
  [1, 1, []],
  [1, 8, ['96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4']],
  [6, 8, ['0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7']],
  [2, 5, ['5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b']],
];

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const reference = inputs.map((input) => leafHash(hasher, bytes(input)));
const many = Array.from({ length: 130 }, (_, i) => leafHash(hasher, `leaf ${i}`));

test('an empty tree has the hash of nothing', () => {
  assert.equal(hex(emptyRoot(hasher)), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  assert.deepEqual(createTree(hasher).root(), emptyRoot(hasher));
});

test('the reference tree has the reference roots at each size', () => {
  const tree = createTree(hasher);
  inputs.forEach((input, i) => {
    tree.append(bytes(input));
    assert.equal(tree.size, i + 1);
    assert.equal(hex(tree.root()), roots[i]);
  });
});

test('inclusion proofs are the reference ones', () => {
  for (const [leaf, size, proof] of paths) {
    assert.deepEqual(inclusionProof(hasher, reference.slice(0, size), leaf - 1).map(hex), proof, `leaf ${leaf} of ${size}`);
  }
});

test('consistency proofs are the reference ones', () => {
  for (const [oldSize, size, proof] of prefixes) {
    assert.deepEqual(consistencyProof(hasher, reference.slice(0, size), oldSize).map(hex), proof, `${oldSize} in ${size}`);
  }
});

test('text counts as its UTF-8', () => {
  assert.deepEqual(leafHash(hasher, 'ä€😀'), leafHash(hasher, new TextEncoder().encode('ä€😀')));
});

test('a tree goes on from its snapshot', () => {
  for (let size = 0; size <= many.length; size++) {
    const first = createTree(hasher);
    for (const hash of many.slice(0, size)) first.appendHash(hash);
    const second = createTree(hasher, first.snapshot());
    for (const hash of many.slice(size)) second.appendHash(hash);
    assert.deepEqual(second.root(), rootOf(hasher, many), `from ${size}`);
  }
  assert.throws(() => createTree(hasher, { size: 3, peaks: [] }), { name: 'InvariantError' });
});

test('every inclusion proof up to 70 leaves is accepted, and no other leaf, place, size, root or proof', () => {
  for (let size = 1; size <= 70; size++) {
    const leaves = many.slice(0, size);
    const root = rootOf(hasher, leaves);
    for (let index = 0; index < size; index++) {
      const proof = inclusionProof(hasher, leaves, index);
      const claim = { index, size, leafHash: leaves[index] as Uint8Array, proof, root };
      assert.equal(verifyInclusion(hasher, claim), true, `${index} of ${size}`);
      const other = many[127] as Uint8Array;
      const wrong = [{ index: index + 1 }, { index: index - 1 }, { size: index }, { leafHash: other }, { root: other },
        { proof: [...proof, other] }, { proof: proof.slice(1) }, { proof: proof.slice(0, -1) }, { proof: [other, ...proof.slice(1)] },
        { index: 0.5 }, { size: Number.NaN }, { root: root.slice(1) }, { proof: proof.map((hash) => hash.slice(1)) }];
      for (const change of wrong) {
        if ('proof' in change && proof.length === 0 && change.proof.length === 0) continue;
        assert.equal(verifyInclusion(hasher, { ...claim, ...change }), false, `${index} of ${size}, ${JSON.stringify(Object.keys(change))}`);
      }
    }
  }
});

test('every consistency proof up to 70 leaves is accepted, and no other size, root or proof', () => {
  const other = many[127] as Uint8Array;
  for (let newSize = 1; newSize <= 70; newSize++) {
    const leaves = many.slice(0, newSize);
    const newRoot = rootOf(hasher, leaves);
    for (let oldSize = 1; oldSize <= newSize; oldSize++) {
      const proof = consistencyProof(hasher, leaves, oldSize);
      const claim = { oldSize, newSize, oldRoot: rootOf(hasher, leaves, 0, oldSize), newRoot, proof };
      assert.equal(verifyConsistency(hasher, claim), true, `${oldSize} in ${newSize}`);
      const wrong = [{ oldRoot: other }, { newRoot: other }, { proof: [...proof, other] }, { oldSize: newSize + 1 },
        ...(proof.length === 0 ? [] : [{ proof: proof.slice(1) }, { proof: proof.slice(0, -1) }, { proof: [other, ...proof.slice(1)] }])];
      for (const change of wrong) {
        assert.equal(verifyConsistency(hasher, { ...claim, ...change }), false, `${oldSize} in ${newSize}, ${Object.keys(change).join()}`);
      }
    }
  }
});

test('the empty tree is a prefix of every tree, by an empty proof only', () => {
  const claim = { oldSize: 0, newSize: 8, oldRoot: emptyRoot(hasher), newRoot: rootOf(hasher, reference), proof: [] };
  assert.equal(verifyConsistency(hasher, claim), true);
  assert.equal(verifyConsistency(hasher, { ...claim, proof: [claim.newRoot] }), false);
  assert.equal(verifyConsistency(hasher, { ...claim, oldRoot: claim.newRoot }), false);
});

test('what is not in the tree has no proof', () => {
  assert.throws(() => inclusionProof(hasher, reference, 8), RangeError);
  assert.throws(() => inclusionProof(hasher, [], 0), RangeError);
  assert.throws(() => consistencyProof(hasher, reference, 0), RangeError);
  assert.throws(() => consistencyProof(hasher, reference, 9), RangeError);
});
