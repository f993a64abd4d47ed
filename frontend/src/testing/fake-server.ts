import { jest } from '@jest/globals';

export interface FakeRequest {
  method: string;
  /** Path and query, after `/api/v1`. */
  path: string;
  /** The JSON body; undefined = none. */
  body: unknown;
  signal: AbortSignal | null | undefined;
}

type Route = (request: FakeRequest) => unknown;

/** Answers the page's REST calls in a component test. A route gives the JSON body or the whole answer, throws for a failure, or waits. */
export class FakeServer {
  readonly requests: FakeRequest[] = [];

  /** @param routes by `METHOD /path`, without the query; what has none is answered 404 */
  constructor(private readonly routes: Record<string, Route>) {
    globalThis.fetch = jest.fn((path: RequestInfo | URL, init?: RequestInit) => this.answer(path, init));
  }

  sent(methodAndPath: string): FakeRequest[] {
    return this.requests.filter(({ method, path }) => `${method} ${path.split('?')[0]}` === methodAndPath);
  }

  private async answer(path: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const { url, method, body, signal } =
      path instanceof Request
        ? { url: path.url, method: path.method, body: await path.clone().text(), signal: path.signal }
        : { url: String(path), method: init?.method ?? 'GET', body: init?.body as string, signal: init?.signal };
    const { pathname, search } = new URL(url, 'http://localhost');
    const request: FakeRequest = {
      method,
      path: pathname.replace('/api/v1', '') + search,
      body: body ? JSON.parse(body) : undefined,
      signal,
    };
    this.requests.push(request);
    const route = this.routes[`${method} ${request.path.split('?')[0]}`];
    if (route === undefined) return Response.json({ code: 'not-found', message: 'none' }, { status: 404 });
    try {
      const answer = await route(request);
      return answer instanceof Response ? answer : Response.json(answer);
    } catch {
      return Response.json({ code: 'internal', message: 'It failed' }, { status: 500 });
    }
  }
}

/** An answer that is not 2xx. */
export function refusal(status: number, code: string, message: string, retryAfterMs?: number): Response {
  return Response.json({ code, message, retryAfterMs }, { status });
}
