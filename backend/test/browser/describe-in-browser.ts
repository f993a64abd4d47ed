import { describe } from '@jest/globals';
import { hasChromium } from './launch.js';

/** A suite that needs a browser. Without one it is skipped, as `launch.ts` says; in CI that is an error. */
export const describeInBrowser = hasChromium ? describe : describe.skip; // no Chromium on this machine; never so in CI
