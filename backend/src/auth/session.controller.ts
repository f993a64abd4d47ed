import type { SessionView } from '@app/chat-protocol';
import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import { sessionViewSchema } from '@app/chat-protocol';
import { Answers, Refuses } from '../rest/answers.js';
import { LooksAt } from '../rest/looks-at.js';
import { Summary } from '../rest/summary.js';
import { ConfigService } from '@nestjs/config';
import type { Request, Response } from 'express';
import type { Config } from '../config/config.js';
import { ModelSelectorService } from '../models/model-selector.service.js';
import { AuthModes } from './auth-modes.js';
import { Sessions } from './sessions.js';

@Controller('api/v1/session')
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly modes: AuthModes,
    private readonly models: ModelSelectorService,
    private readonly config: ConfigService<Config, true>,
  ) {}

  /** Who I am. Without a session a guest's begins, where guests are let in. */
  @Summary(
    'Tells who the caller is, and what the page needs to know',
    'Without a session, a guest’s begins where guests are let in: this sets its cookie.',
  )
  @LooksAt('session', 'key')
  @Answers(sessionViewSchema)
  @Refuses('no-session', 'foreign-origin', 'too-many-attempts')
  @Get()
  @Header('Cache-Control', 'no-store')
  async get(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<SessionView> {
    const user = await this.sessions.open(request, response);
    return {
      userId: user.id,
      user,
      auth: await this.modes.view(),
      model: this.models.describe(),
      maxMessageCharacters: this.config.get('CHAT_MAX_MESSAGE_CHARACTERS', { infer: true }),
    };
  }
}
