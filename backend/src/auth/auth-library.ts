import type { Request } from 'express';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { betterAuth } from 'better-auth';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { Config } from '../config/config.js';
import { hideSecret } from '../models/redact-secrets.js';
import { authOptions, CLIENT_ADDRESS_HEADER, type AuthSetup } from './auth-options.js';
import { publicOrigin } from './public-origin.js';
import { isSecureRequest } from './secure-request.js';
import { SessionSecret } from './session-secret.js';
import { SignIns } from './sign-ins.js';

type Library = ReturnType<typeof makeLibrary>;

/** better-auth, made when it is first needed: once for cookies over HTTPS, once for the others. */
@Injectable()
export class AuthLibrary {
  private readonly made = new Map<string, Library>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly secret: SessionSecret,
    private readonly signIns: SignIns,
    private readonly config: ConfigService<Config, true>,
  ) {
    hideSecret(config.get('OIDC_CLIENT_SECRET', { infer: true }));
  }

  /**
   * The functions to call for a request, with `headersOf` it.
   *
   * @param hasOidc whether they must know the OpenID provider: only those wait for it
   */
  api(request: Request, hasOidc = false): Library['api'] {
    const isSecure = isSecureRequest(request, this.config);
    const key = `${isSecure} ${hasOidc}`;
    const library = this.made.get(key) ?? this.make(isSecure, hasOidc);
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

  private make(isSecure: boolean, hasOidc: boolean): Library {
    const { secret, signIns, config } = this;
    const pool = (this.dataSource.driver as PostgresDriver).master as pg.Pool;
    return makeLibrary({ pool, secret: secret.value, signIns, config, isSecure, hasOidc });
  }
}

function makeLibrary(setup: AuthSetup) {
  return betterAuth(authOptions(setup));
}
