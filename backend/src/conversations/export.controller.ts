import { Readable } from 'node:stream';
import { exportQuerySchema, type ExportQuery } from '@app/chat-protocol';
import { Controller, Get, Header, Param, Query, Res, StreamableFile, UseGuards } from '@nestjs/common';
import { AnswersFile } from '../rest/answers.js';
import type { Response } from 'express';
import { SessionGuard, UserId } from '../auth/session.guard.js';
import { Parsed } from '../rest/parsed.js';
import { Summary } from '../rest/summary.js';
import { ConversationExport } from './conversation-export.js';
import { ConversationsRepository } from './conversations.repository.js';
import { toFileName } from './file-name.js';
import { KnownId, notFound } from './known-id.js';

const KINDS = {
  markdown: { ending: 'md', type: 'text/markdown; charset=utf-8' },
  json: { ending: 'json', type: 'application/json; charset=utf-8' },
};

/** A conversation as a file to keep. */
@Controller('api/v1/conversations/:id/export')
@UseGuards(SessionGuard)
export class ExportController {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly exporter: ConversationExport,
  ) {}

  @Summary('Exports a conversation')
  @AnswersFile('text/markdown', 'application/json')
  @Get()
  @Header('Cache-Control', 'no-store')
  async export(
    @UserId() userId: string,
    @Param('id', KnownId) id: string,
    @Query(new Parsed(exportQuerySchema)) { format }: ExportQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const conversation = await this.conversations.find(userId, id);
    if (conversation === null) throw notFound();
    const { ending, type } = KINDS[format];
    response.attachment(`${toFileName(conversation.title)}.${ending}`);
    return new StreamableFile(Readable.from(this.exporter[format](conversation)), { type });
  }
}
