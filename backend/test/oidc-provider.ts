import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type AccountClaims } from 'oidc-provider';

export const OIDC_CLIENT = { id: 'throughline', secret: 'the-secret-of-the-oidc-client' };

/** A real OpenID provider on loopback, whose users are whoever `people` says. Their login is the key. */
export class OidcProvider {
  readonly people: Record<string, Omit<AccountClaims, 'sub'>> = {};
  private isListening = true;

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
  ) {}

  /** Its address is known before it knows its clients: `serve` them next. */
  static async start(): Promise<OidcProvider> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new OidcProvider(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  serve(redirectUri: string): void {
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: OIDC_CLIENT.id,
          client_secret: OIDC_CLIENT.secret,
          redirect_uris: [redirectUri],
          token_endpoint_auth_method: 'client_secret_basic',
        },
      ],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      pkce: { required: () => true },
      findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...this.people[sub] }) }),
    });
    provider.on('server_error', (_context, error) => console.error(error));
    const handle = provider.callback();
    this.server.on('request', (request, response) => void handle(request, response));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.isListening) return;
    this.isListening = false;
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** A browser that keeps cookies by host and follows redirects itself, one at a time. */
export class PlainBrowser {
  private readonly cookies = new Map<string, Map<string, string>>();

  /** @param isSameSite false = the step comes from another site: strict cookies stay at home */
  async open(url: string, init: RequestInit = {}, isSameSite = true): Promise<Response> {
    const { host } = new URL(url);
    const jar = this.cookies.get(host) ?? new Map<string, string>();
    this.cookies.set(host, jar);
    const sent = [...jar].flatMap(([name, value]) =>
      isSameSite || !value.endsWith(STRICT) ? [`${name}=${value.replace(STRICT, '')}`] : [],
    );
    const headers = { ...(init.headers as Record<string, string>), cookie: sent.join('; ') };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      if (value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(set)) jar.delete(name);
      else jar.set(name, value + (/SameSite=Strict/i.test(set) ? STRICT : ''));
    }
    return response;
  }

  cookieOf(origin: string): string {
    const jar = this.cookies.get(new URL(origin).host) ?? new Map<string, string>();
    return [...jar].map(([name, value]) => `${name}=${value.replace(STRICT, '')}`).join('; ');
  }

  /** Logs in and consents at the provider, from its first page until it sends the browser away. Returns where to. */
  async logIn(startUrl: string, login: string): Promise<string> {
    const { origin } = new URL(startUrl);
    let url = startUrl;
    for (let step = 0; step < 12; step += 1) {
      if (!url.startsWith(origin)) return url;
      const prompt = url.includes('/interaction/') ? await this.promptAt(url) : null;
      const form = new URLSearchParams({ prompt: prompt ?? '', login, password: 'any' });
      const response = await this.open(url, prompt === null ? {} : { method: 'POST', body: form });
      url = new URL(response.headers.get('location') ?? '', url).href;
    }
    throw new Error('The provider never let go');
  }

  private async promptAt(url: string): Promise<string> {
    const html = await (await this.open(url)).text();
    return /name="prompt" value="(\w+)"/.exec(html)![1];
  }
}

const STRICT = '\u0000strict';
