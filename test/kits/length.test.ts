// What a household's money follows can be read in one sitting: a contract that grows beyond it holds something that belongs into the library, or a kit of its own.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const linesMax = 249;
/** As wide as the repository's code is; what is wider was squeezed. */
const columnsMax = 200;

for (const kit of ['personal-fund', 'essentials', 'stipend', 'mutual-cover', 'common-pot', 'conduct', 'floor', 'gifts']) {
  test(`${kit}: its contract has fewer than 250 lines`, () => {
    const lines = readFileSync(new URL(`../../kits/${kit}/contract.ts`, import.meta.url), 'utf8').trimEnd().split('\n');
    assert.ok(lines.length <= linesMax, `${lines.length} lines`);
    assert.deepEqual(lines.filter((line) => line.length > columnsMax), []);
  });
}
