import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { commandGroups, commands } from './commands.ts';
import { helpText } from './help.ts';

test('the manual lists the commands as help does', () => {
  const page = readFileSync(new URL('../../docs/manual/cli.md', import.meta.url), 'utf8');
  const [, listed] = /<!-- help -->\n```\n([\s\S]*?)```/.exec(page) ?? [];
  assert.equal(listed, `${helpText(commandGroups)}\n`, 'docs/manual/cli.md: replace the block by the output of `frankpledge help`');
});

test('no command is in two groups', () => {
  assert.equal(commands.size, commandGroups.flatMap((group) => group.commands).length);
});
