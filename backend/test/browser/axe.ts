import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

/** What two themes can differ in. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

interface Axe {
  run(options: {
    resultTypes: string[];
    runOnly?: string[];
  }): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

/** What axe finds wrong with the page as it is: rule, then the elements. */
export async function findViolations(page: Page, runOnly?: string[]): Promise<string[][]> {
  await page.evaluate(source);
  return page.evaluate(
    async (options) => {
      const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run(options);
      return violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
    },
    { resultTypes: ['violations'], ...(runOnly === undefined ? {} : { runOnly }) },
  );
}

/** Shows the page in a theme, without motion, and waits until it stands still. */
export async function showTheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.waitForFunction(
    (isDark) => document.documentElement.classList.contains('dark') === isDark && document.getAnimations().length === 0,
    colorScheme === 'dark',
  );
}

/** The same in both themes, each violation headed by its theme. Leaves the page dark; every rule is asked once. */
export async function findViolationsInBothThemes(page: Page): Promise<string[][]> {
  const found: string[][] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await showTheme(page, colorScheme);
    const violations = await findViolations(page, colorScheme === 'dark' ? COLOUR_RULES : undefined);
    found.push(...violations.map((violation) => [colorScheme, ...violation]));
  }
  return found;
}
