import type { Request } from 'express';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { Config } from '../config/config.js';
import { hideSecret } from '../models/redact-secrets.js';
import { CLIENT_ADDRESS_HEADER } from './library-names.js';
import type { Library } from './make-library.js';
import type { AuthSetup } from './auth-options.js';
import { publicOrigin } from './public-origin.js';
import { isSecureRequest } from './secure-request.js';
import { SessionSecret } from './session-secret.js';
import { SignIns } from './sign-ins.js';

/** Behind the first requests, which wait for nothing else. */
const LOAD_AFTER_MS = 100;

/**
 * better-auth, made when it is first needed: once for cookies over HTTPS, once for the others. Its code is loaded once the
 * app is up: those who come back to a server that has just started need nothing of it.
 */
@Injectable()
export class AuthLibrary implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly made = new Map<string, Library>();
  private loading: NodeJS.Timeout | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly secret: SessionSecret,
    private readonly signIns: SignIns,
    private readonly config: ConfigService<Config, true>,
  ) {
    hideSecret(config.get('OIDC_CLIENT_SECRET', { infer: true }));
  }

  onApplicationBootstrap(): void {
    // Where it fails, whoever needs it hears of it.
    this.loading = setTimeout(() => void load().catch(() => undefined), LOAD_AFTER_MS).unref();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.loading);
  }

  /**
   * The functions to call for a request, with `headersOf` it.
   *
   * @param hasOidc whether they must know the OpenID provider: only those wait for it
   */
  async api(request: Request, hasOidc = false): Promise<Library['api']> {
    const { makeLibrary } = await load();
    const isSecure = isSecureRequest(request, this.config);
    const key = `${isSecure} ${hasOidc}`;
    const library = this.made.get(key) ?? makeLibrary(this.setup(isSecure, hasOidc));
    this.made.set(key, library);
    return library.api;
  }

  /** What the library is to know of a request: nothing that a client could pretend. */
  headersOf(request: Request): Headers {
    const headers = new Headers({ host: new URL(publicOrigin(request, this.config)).host });
    const { cookie, 'user-agent': userAgent } = request.headers;
    if (cookie !== undefined) headers.set('cookie', cookie);
    if (userAgent !== undefined) headers.set('user-agent', userAgent.slice(0, 300));
    if (request.ip !== undefined) headers.set(CLIENT_ADDRESS_HEADER, request.ip);
    return headers;
  }

  private setup(isSecure: boolean, hasOidc: boolean): AuthSetup {
    const { secret, signIns, config } = this;
    const pool = (this.dataSource.driver as PostgresDriver).master as pg.Pool;
    return { pool, secret: secret.value, signIns, config, isSecure, hasOidc };
  }
}

function load() {
  return import('./make-library.js');
}
