import type { BrowserContext, Page } from 'playwright-core';

/** Sees whatever an answer makes a page do: scripts, dialogs, requests to strangers, navigation, blocked attempts. */
export class Watch {
  /** One line for each; an inert page has none. */
  readonly seen: string[] = [];

  private constructor(private readonly origin: string) {}

  /** @param context every page it opens from now on is watched */
  static async over(context: BrowserContext, origin: string): Promise<Watch> {
    const watch = new Watch(origin);
    await context.exposeFunction('pwned', () => watch.saw('a script ran'));
    await context.exposeFunction('reportViolation', (what: string) => watch.saw(`blocked by the CSP: ${what}`));
    await context.addInitScript(() => {
      const bindings = globalThis as unknown as { reportViolation(what: string): void };
      // The frame that draws diagrams is a sandbox: what its policy blocks there is that policy at work.
      if (location.pathname === '/diagram.html') return;
      addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) =>
        bindings.reportViolation(`${effectiveDirective} ${blockedURI} ${sample}`),
      );
    });
    await context.route(
      (url) => url.origin !== origin,
      (route) => route.abort(),
    );
    context.on('page', (page) => watch.look(page));
    return watch;
  }

  private look(page: Page): void {
    page.on('request', (request) => {
      const url = request.url();
      const isOurs = url.startsWith(`${this.origin}/`) || url.startsWith(`blob:${this.origin}/`);
      if (!isOurs && !url.startsWith('data:')) this.saw(`a request to ${url}`);
    });
    page.on('dialog', (dialog) => {
      this.saw(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('framenavigated', (frame) => {
      const url = frame.url();
      if (!url.startsWith(`${this.origin}/`) && url !== 'about:blank') this.saw(`navigation to ${url}`);
    });
    page.on('popup', () => this.saw('a window was opened'));
    page.on('pageerror', (error) => this.saw(`an error: ${error.message}`));
    page.on('crash', () => this.saw('the page crashed'));
  }

  private saw(what: string): void {
    this.seen.push(what);
  }
}
