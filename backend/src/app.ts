import { existsSync, readFile } from 'node:fs';
import { join } from 'node:path';
import { ConfigService } from '@nestjs/config';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { refuseForeignRequests } from './auth/foreign-requests.js';
import { ChatWsAdapter } from './chat/chat-ws.adapter.js';
import type { Config } from './config/config.js';
import { limitHttp } from './limits/http-limits.js';
import { RestRateInterceptor } from './limits/rest-rate.interceptor.js';
import { RestExceptionFilter } from './rest/rest-exception.filter.js';
import { nonceOf, securityHeaders, setDiagramFrameHeaders } from './security-headers.js';

/** Everything about the app that is not a module: its socket adapter, limits, headers and the page. Used by `main` and the tests. */
export function setUp(app: NestExpressApplication, pageFolder: string): void {
  const config = app.get<ConfigService<Config, true>>(ConfigService);
  app.useWebSocketAdapter(new ChatWsAdapter(app));
  limitHttp(app.getHttpServer(), config);
  app.useGlobalFilters(new RestExceptionFilter(app.getHttpAdapter()));
  app.useGlobalInterceptors(app.get(RestRateInterceptor));
  app.disable('x-powered-by');
  if (config.get('TRUST_PROXY', { infer: true })) app.set('trust proxy', 1);
  app.use(securityHeaders());
  app.use('/api', refuseForeignRequests(config.get('PUBLIC_ORIGINS', { infer: true })));
  serveDescription(app);
  if (existsSync(pageFolder)) servePage(app, pageFolder);
}

/** Made when it is first asked for: all modules are there then. */
function serveDescription(app: NestExpressApplication): void {
  let description: Promise<string> | undefined;
  app.use('/api/v1/openapi.json', (request: Request, response: Response, next: NextFunction) => {
    if (!/^(GET|HEAD)$/.test(request.method)) return next();
    description ??= import('./rest/openapi.js').then(({ describeApi }) => JSON.stringify(describeApi(app)));
    description.then((json) => {
      response.setHeader('Cache-Control', 'no-cache');
      response.type('json').send(json);
    }, next);
  });
}

/** Files with a hash in their name never change; the rest is asked for again. Any other path is the page's own route. */
function servePage(app: NestExpressApplication, folder: string): void {
  app.useStaticAssets(folder, {
    index: false,
    setHeaders: (response: Response, path: string) => {
      const isHashed = path.startsWith(join(folder, 'assets'));
      response.setHeader('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      if (isHashed) response.setHeader('Access-Control-Allow-Origin', '*'); // no secrets, and the frame has no origin
      if (path === join(folder, 'diagram.html')) setDiagramFrameHeaders(response);
    },
  });
  app.use((request: Request, response: Response, next: NextFunction) => {
    // A missing asset is 404, not the page: a tab from before a deploy must notice.
    const isPage =
      /^(GET|HEAD)$/.test(request.method) &&
      !/^\/(api|health|assets)(\/|$)/.test(request.path) &&
      request.accepts('html');
    if (!isPage) return next();
    response.setHeader('Cache-Control', 'no-cache');
    readFile(join(folder, 'index.html'), 'utf8', (error, html) => {
      if (error) next(error);
      else response.type('html').send(html.replace('__CSP_NONCE__', nonceOf(response)));
    });
  });
}
