import { feedbackSchema, type Feedback } from '@app/chat-protocol';
import { Body, Controller, Delete, Header, HttpCode, Param, Put, UseGuards } from '@nestjs/common';
import { feedbackViewSchema } from '@app/chat-protocol';
import { Answers } from '../rest/answers.js';
import { SessionGuard, UserId } from '../auth/session.guard.js';
import { KnownId, notFound } from '../conversations/known-id.js';
import { MessagesRepository } from '../conversations/messages.repository.js';
import { Parsed } from '../rest/parsed.js';
import { Summary } from '../rest/summary.js';
import { Hints } from '../turns/hints.js';
import { FeedbackRepository } from './feedback.repository.js';

/** What the user thinks of an answer. */
@Controller('api/v1/conversations/:id/messages/:messageId/feedback')
@UseGuards(SessionGuard)
export class FeedbackController {
  constructor(
    private readonly feedback: FeedbackRepository,
    private readonly messages: MessagesRepository,
    private readonly hints: Hints,
  ) {}

  @Summary('Rates an answer')
  @Answers(feedbackViewSchema)
  @Put()
  @Header('Cache-Control', 'no-store')
  async put(
    @UserId() userId: string,
    @Param('id', KnownId) id: string,
    @Param('messageId', KnownId) messageId: string,
    @Body(new Parsed(feedbackSchema)) feedback: Feedback,
  ): Promise<Feedback> {
    if (!(await this.feedback.save(userId, id, messageId, feedback))) throw notFound();
    this.hints.feedMoved(userId, { kind: 'conversation-changed', conversationId: id });
    return feedback;
  }

  @Summary('Takes the rating of an answer back')
  @Answers()
  @Delete()
  @HttpCode(204)
  async delete(
    @UserId() userId: string,
    @Param('id', KnownId) id: string,
    @Param('messageId', KnownId) messageId: string,
  ): Promise<void> {
    const message = await this.messages.findMessage(userId, id, messageId);
    if (message?.senderType !== 'ai') throw notFound();
    await this.feedback.delete(userId, id, messageId);
    this.hints.feedMoved(userId, { kind: 'conversation-changed', conversationId: id });
  }
}
