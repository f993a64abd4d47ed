import { chromium, type Browser } from 'playwright-core';
import { findChromium } from './find-chromium.js';

const executablePath = findChromium();
if (executablePath === undefined && process.env.CI) throw new Error('CI has no Chromium: .ci/run must install one.');
if (executablePath === undefined) {
  process.stderr.write(
    'Browser journeys skipped: no Chromium found. `apt-get install chromium`, or set CHROMIUM to its path.\n',
  );
}

/** False on a machine without Chromium; never in CI. */
export const hasChromium = executablePath !== undefined;

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
