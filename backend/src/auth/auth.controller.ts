import type { AuthMode, AuthView, OidcRedirectView, SignInRequest, SignUpRequest } from '@app/chat-protocol';
import { Body, Controller, Get, Header, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { authViewSchema, oidcRedirectViewSchema } from '@app/chat-protocol';
import { Answers, AnswersRedirect, Refuses } from '../rest/answers.js';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { LooksAt } from '../rest/looks-at.js';
import { Parsed } from '../rest/parsed.js';
import { Summary } from '../rest/summary.js';
import { AccountError } from './account-error.js';
import { Attempts } from './attempts.js';
import { AuthLibrary } from './auth-library.js';
import { AuthModes } from './auth-modes.js';
import { OIDC } from './library-names.js';
import { Doorkeeper } from './doorkeeper.js';
import { pageAfterOidc, relay, relayCookies } from './library-answer.js';
import { SignIns } from './sign-ins.js';

const email = z.string().trim().max(254);
/** The library says what is wrong with it; a length is only kept from being absurd. */
const password = z.string().max(1000);
const signUpSchema = z.strictObject({ name: z.string().trim().min(1).max(100), email, password });
const signInSchema = z.strictObject({ email, password });

/** Signing up, in and out. */
@Controller('api/v1/auth')
export class AuthController {
  constructor(
    private readonly library: AuthLibrary,
    private readonly modes: AuthModes,
    private readonly signIns: SignIns,
    private readonly doorkeeper: Doorkeeper,
    private readonly attempts: Attempts,
  ) {}

  /** The ways in. */
  @Summary('Tells the ways in')
  @Answers(authViewSchema)
  @Get()
  @Header('Cache-Control', 'no-store')
  view(): Promise<AuthView> {
    return this.modes.view();
  }

  @Summary(
    'Makes an account and signs in',
    'Sets the session’s cookie. What a guest had is the account’s from then on. The first account is the administrator’s.',
  )
  @Answers()
  @Refuses(
    'email-invalid',
    'password-too-short',
    'password-too-long',
    'sign-up-closed',
    'mode-off',
    'email-taken',
    'too-many-attempts',
  )
  @Post('sign-up/email')
  @HttpCode(204)
  async signUp(
    @Body(new Parsed(signUpSchema)) wanted: SignUpRequest,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    this.need('password');
    if (!z.email().safeParse(wanted.email).success) throw new AccountError('email-invalid');
    await this.attempts.count(request);
    await this.signIns.prepareSignUp(wanted.email);
    await relay(
      response,
      (await this.library.api(request)).signUpEmail({
        ...this.context(request),
        body: { ...wanted },
        returnHeaders: true,
      }),
    );
  }

  @Summary(
    'Signs in with e-mail and password',
    'Sets the session’s cookie. What a guest had is the account’s from then on.',
  )
  @Answers()
  @Refuses('email-invalid', 'wrong-credentials', 'banned', 'mode-off', 'too-many-attempts')
  @Post('sign-in/email')
  @HttpCode(204)
  async signIn(
    @Body(new Parsed(signInSchema)) claimed: SignInRequest,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    this.need('password');
    await this.attempts.count(request);
    await this.attempts.guard(claimed.email, async () =>
      relay(
        response,
        (await this.library.api(request)).signInEmail({ ...this.context(request), body: claimed, returnHeaders: true }),
      ),
    );
  }

  /** Answers where to send the browser. */
  @Summary(
    'Begins a single sign-on',
    'Send the browser to `url`; it comes back to `/`, or to `/?sign-in-error=<code>`.',
  )
  @Answers(oidcRedirectViewSchema)
  @Refuses('mode-off', 'too-many-attempts', 'provider-unavailable')
  @Post('sign-in/oidc')
  @HttpCode(200)
  async startOidc(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<OidcRedirectView> {
    this.need('oidc');
    await this.attempts.count(request);
    const body = { provider: OIDC, callbackURL: '/', errorCallbackURL: '/', disableRedirect: true };
    const { url } = await relay(
      response,
      (await this.library.api(request, true)).signInSocial({ ...this.context(request), body, returnHeaders: true }),
    );
    if (!url) throw new AccountError('provider-unavailable');
    return { url };
  }

  /** Where the OpenID provider sends the browser back to. */
  @Summary(
    'Ends a single sign-on',
    'Where the OpenID provider sends the browser back to, with the provider’s own parameters; not for clients to call. Sets the session’s cookie.',
  )
  @AnswersRedirect('To the page: `/`, or `/?sign-in-error=<code>`')
  @Refuses('mode-off')
  @Get('callback/oidc')
  @Header('Cache-Control', 'no-store')
  async finishOidc(@Query() query: Record<string, string>, @Req() request: Request, @Res() response: Response) {
    this.need('oidc');
    const api = await this.library.api(request, true);
    const answer = await api.callbackOAuth({
      ...this.context(request),
      query,
      params: { id: OIDC },
      method: 'GET',
      asResponse: true,
    });
    relayCookies(response, answer.headers);
    response.redirect(302, pageAfterOidc(answer.headers.get('location')));
  }

  @Summary('Signs out', 'With or without a session. Clears the session’s cookie and closes its sockets.')
  @LooksAt('session')
  @Answers()
  @Post('sign-out')
  @HttpCode(204)
  async signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response) {
    const token = this.doorkeeper.sessionToken(request);
    if (token !== null) await this.signIns.signOut(token);
    await relay(response, (await this.library.api(request)).signOut({ ...this.context(request), returnHeaders: true }));
  }

  private need(mode: AuthMode): void {
    if (!this.modes.has(mode)) throw new AccountError('mode-off');
  }

  private context(request: Request): { headers: Headers } {
    return { headers: this.library.headersOf(request) };
  }
}
