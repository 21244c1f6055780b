/** How a person does something on the page: by pointing, or by the keyboard alone. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { patience } from '../visiting.ts';

export type Hands = {
  /** A button, a link, a summary. */
  readonly press: (target: Locator) => Promise<void>;
  /** In place of what stands there. */
  readonly write: (target: Locator, text: string) => Promise<void>;
  /** Of a list, by its value. */
  readonly choose: (target: Locator, value: string) => Promise<void>;
  /** A box or one of several; ticked already, it stays so. */
  readonly tick: (target: Locator) => Promise<void>;
};

export function pointing(): Hands {
  return {
    press: (target) => target.click(patience),
    write: (target, text) => target.fill(text, patience),
    choose: async (target, value) => { await target.selectOption(value, patience); },
    tick: (target) => target.check(patience),
  };
}

/** More than any page has to be stepped over. */
const stepsMax = 400;

/** Nothing but Tab, arrows, Enter, Space and letters; where it is can be seen at each step. */
export function keyboardAlone(page: Page): Hands {
  /** Until the target, or another of its group of radio buttons, is where one is. */
  const reach = async (target: Locator, isGroup = false): Promise<void> => {
    await target.waitFor(patience);
    for (let steps = 0; steps < stepsMax; steps += 1) {
      const there = await target.evaluate((element, group) => {
        const at = document.activeElement;
        if (at === element) return 'there';
        if (group && at instanceof HTMLInputElement && element instanceof HTMLInputElement && at.type === 'radio' && at.name === element.name && at.form === element.form) return 'there';
        return at !== null && (at.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) !== 0 ? 'before' : 'after';
      }, isGroup, patience);
      if (there === 'there') return await isSeen(page);
      await page.keyboard.press(there === 'before' ? 'Shift+Tab' : 'Tab');
    }
    assert.fail(`can't be reached by Tab: ${await target.evaluate((element) => element.outerHTML.slice(0, 200))}`);
  };
  return {
    async press(target) {
      await reach(target);
      await page.keyboard.press('Enter');
    },
    async write(target, text) {
      await reach(target);
      const isDay = await target.getAttribute('type') === 'date';
      if (!isDay) await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(isDay ? text.split('-').reverse().join('') : text);
      if (text === '') await page.keyboard.press('Delete');
      assert.equal(await target.inputValue(), text);
    },
    async choose(target, value) {
      await reach(target);
      const values = await target.locator('option').evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
      assert.ok(values.includes(value), `${value} is not among ${values.join(', ')}`);
      const by = values.indexOf(value) - values.indexOf(await target.inputValue());
      for (let step = 0; step < Math.abs(by); step += 1) await page.keyboard.press(by < 0 ? 'ArrowUp' : 'ArrowDown');
      assert.equal(await target.inputValue(), value);
    },
    async tick(target) {
      if (await target.isChecked()) return;
      const isRadio = await target.getAttribute('type') === 'radio';
      await reach(target, isRadio);
      if (isRadio && !await target.evaluate((element) => element === document.activeElement)) {
        const { from, to } = await target.evaluate((element) => {
          const group = [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')].filter((each) => each.name === (element as HTMLInputElement).name && each.form === (element as HTMLInputElement).form && !each.disabled);
          return { from: group.findIndex((each) => each === document.activeElement), to: group.indexOf(element as HTMLInputElement) };
        });
        for (let step = 0; step < Math.abs(to - from); step += 1) await page.keyboard.press(to < from ? 'ArrowUp' : 'ArrowDown');
      }
      if (!await target.isChecked()) await page.keyboard.press('Space');
      assert.ok(await target.isChecked());
    },
  };
}

/** WCAG 2.4.7 and 2.4.11: where one is has a mark, and isn't wholly behind something else. */
async function isSeen(page: Page): Promise<void> {
  const unseen = await page.evaluate(() => {
    const at = document.activeElement;
    if (at === null || at === document.body) return 'nothing';
    const marks = (element: Element): boolean => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
    };
    // A box that is drawn by what stands around it bears its mark there.
    const isMarked = marks(at) || (at.parentElement !== null && marks(at.parentElement)) || (at.nextElementSibling !== null && marks(at.nextElementSibling));
    if (!isMarked) return `no mark at ${at.outerHTML.slice(0, 160)}`;
    const { left, right, top, bottom } = at.getBoundingClientRect();
    if (right - left < 2 || bottom - top < 2) return null; // drawn by something else
    const points = [0.1, 0.5, 0.9].flatMap((across) => [0.1, 0.5, 0.9].map((down) => [left + (right - left) * across, top + (bottom - top) * down] as const));
    const shows = ([x, y]: readonly [number, number]): boolean => {
      const above = document.elementFromPoint(x, y);
      return above !== null && (at.contains(above) || above.contains(at));
    };
    return points.some(shows) ? null : `hidden behind something: ${at.outerHTML.slice(0, 160)}`;
  });
  assert.equal(unseen, null);
}
