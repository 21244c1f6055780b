/** What is loaded when it is looked at, or a little before: its code together with the texts that it says, so that nothing is drawn without its words. */
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { Area } from '../messages/areas.ts';
import { speakOf } from '../messages/load.ts';

export type Later<Props> = {
  readonly Page: LazyExoticComponent<ComponentType<Props>>;
  /** Begins to load it; what can't be loaded is told where it is drawn. */
  readonly begin: () => void;
};

/** @param areas that it says, besides those that every page has: a test holds that none is missing */
export function later<Props>(areas: readonly Area[], load: () => Promise<ComponentType<Props>>): Later<Props> {
  let begun: Promise<{ readonly default: ComponentType<Props> }> | undefined;
  const whole = (): Promise<{ readonly default: ComponentType<Props> }> => {
    begun ??= Promise.all([load(), speakOf(areas)]).then(([Page]) => ({ default: Page }));
    // What failed is tried again by whoever asks next.
    begun.catch(() => { begun = undefined; });
    return begun;
  };
  return { Page: lazy(whole), begin: () => void whole().catch(() => undefined) };
}
