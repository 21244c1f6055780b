/** The browser of these tests: Debian's Chromium, or the one that CHROMIUM names. */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type LaunchOptions } from 'playwright-core';

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1280, height: 900 };

/** @param more arguments of Chromium */
export function launchBrowser(...more: readonly string[]): Promise<Browser> {
  return chromium.launch(chromiumOptions(...more));
}

export function chromiumOptions(...more: readonly string[]): LaunchOptions {
  return {
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...more],
  };
}

function chromiumPath(): string {
  const named = process.env['CHROMIUM'];
  const path = [named, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((each) => each !== undefined && existsSync(each));
  if (path === undefined) throw new Error('there is no Chromium here: install Debian\'s package `chromium`, or name one with CHROMIUM=PATH');
  return path;
}
