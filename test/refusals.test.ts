/** Every code with which something is refused is said to people in their language: what it means, and what to do. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { httpErrorCodes } from '../src/adapters/http/errors.ts';
import { languages } from '../web/src/messages/languages.ts';
import { messagesOf } from './browser/speaking.ts';

/** What the page itself can't do, without asking the server. */
const ownCodes = ['unreachable', 'unsealed', 'unsure', 'no_key', 'otherwise'];

for (const language of languages) {
  test(`${language}: every refusal has its title and what to do, and there is none for a code that isn't`, () => {
    const titled = Object.keys(messagesOf(language)).filter((id) => id.startsWith('refusals.title.')).map((id) => id.slice('refusals.title.'.length));
    const todo = Object.keys(messagesOf(language)).filter((id) => id.startsWith('refusals.do.')).map((id) => id.slice('refusals.do.'.length));
    const codes = [...httpErrorCodes, ...ownCodes].sort();
    assert.deepEqual([titled.sort(), todo.sort()], [codes, codes]);
  });
}
