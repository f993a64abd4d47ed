import type { AuthMode, AuthView } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Config } from '../config/config.js';
import { SignIns } from './sign-ins.js';

/** The ways in, as the operator chose them. */
@Injectable()
export class AuthModes {
  constructor(
    private readonly signIns: SignIns,
    private readonly config: ConfigService<Config, true>,
  ) {}

  has(mode: AuthMode): boolean {
    return this.modes.includes(mode);
  }

  async view(): Promise<AuthView> {
    const oidcName = this.has('oidc') ? this.config.get('OIDC_NAME', { infer: true }) : null;
    return { modes: this.modes, oidcName, isSignUpOpen: await this.signIns.isSignUpOpen() };
  }

  private get modes(): AuthMode[] {
    return this.config.get('AUTH_MODES', { infer: true });
  }
}
