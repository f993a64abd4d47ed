import { surveyAnswerSchema, surveyViewSchema, type SurveyAnswer, type SurveyView } from '@app/chat-protocol';
import { Body, Controller, Get, Header, HttpCode, Put, UseGuards } from '@nestjs/common';
import { SessionGuard, UserId } from '../auth/session.guard.js';
import { notFound } from '../conversations/known-id.js';
import { Answers, Refuses } from '../rest/answers.js';
import { Parsed } from '../rest/parsed.js';
import { Summary } from '../rest/summary.js';
import { SurveyRepository } from './survey.repository.js';

/** The occasional question how content the user is. */
@Controller('api/v1/survey')
@UseGuards(SessionGuard)
export class SurveyController {
  constructor(private readonly survey: SurveyRepository) {}

  @Summary('Tells whether the question how content the user is, is due')
  @Answers(surveyViewSchema)
  @Get()
  @Header('Cache-Control', 'no-store')
  async get(@UserId() userId: string): Promise<SurveyView> {
    return { isDue: await this.survey.isDue(userId) };
  }

  @Summary('Answers the question how content the user is')
  @Answers()
  @Refuses('not-found')
  @Put()
  @HttpCode(204)
  async put(@UserId() userId: string, @Body(new Parsed(surveyAnswerSchema)) answer: SurveyAnswer): Promise<void> {
    if (!(await this.survey.save(userId, answer))) throw notFound();
  }
}
