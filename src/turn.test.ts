import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHasher } from './adapters/keys/node.ts';
import { createMemoryJournal } from './journal/journal.ts';
import { Kernel } from './kernel/kernel.ts';
import { formPorts } from './log/kernel-ports.ts';
import { createTree } from './log/merkle.ts';
import { KernelBench } from './testing/kernel-bench.ts';
import { takeTurns } from './turn.ts';
import { protocolVersion, type SealedEntry } from './vocabulary/entries.ts';

const ports = () => ({
  kernel: new Kernel({ ...formPorts(createHasher()), verifier: { verify: () => true }, runner: { has: () => true, run: () => [] }, zoneRules: () => ({ name: 'UTC', initial: 0, changes: [] }) }),
  journal: createMemoryJournal(), hasher: createHasher(), show: () => undefined,
});

function founding(opening: { readonly [unit: string]: string }): SealedEntry {
  const bench = new KernelBench([]);
  return bench.seal('operator-1', 'operator', {
    kind: 'found', body: {
      protocol: protocolVersion, members: [{ id: 'ana', opening }], keys: [{ id: 'operator-1', role: 'operator', owner: 'operator', public_key: 'o' }], zone_rules: 'utc', sandbox: '',
      charter: {
        name: 'T', zone: 'UTC', units: [{ id: 'crown', decimals: 2 }, { id: 'hour', decimals: 0 }], rights: { admit: [], issue: [], attest: [], review: [] },
        issue_per_month: {}, late_days: 30, clock_ahead_s: 120,
      },
    },
  }, 'founding');
}

test('the order in which a sender writes its names changes nothing', () => {
  const roots = [{ crown: '1.00', hour: '2' }, { hour: '2', crown: '1.00' }].map((opening) => {
    const parts = ports();
    const tree = createTree(parts.hasher);
    const [answer] = takeTurns({ ...parts, tree }, [founding(opening)], Date.UTC(2026, 0, 5, 12));
    assert.equal(answer?.status, 'recorded');
    return Buffer.from(tree.root()).toString('hex');
  });
  assert.equal(roots[0], roots[1]);
});

test('what no record could hold, or JSON can\'t carry, is refused and leaves nothing', () => {
  const parts = ports();
  const tree = createTree(parts.hasher);
  const large = founding({ crown: `1.${'0'.repeat(70_000)}` });
  const odd = founding({ crown: undefined as unknown as string });
  const answers = takeTurns({ ...parts, tree }, [large, odd], Date.UTC(2026, 0, 5, 12));
  assert.deepEqual(answers.map((answer) => answer.status === 'refused' && answer.refusal.code), ['too_large', 'malformed']);
  assert.equal(parts.journal.head(), 0);
  assert.equal(tree.size, 0);
});
