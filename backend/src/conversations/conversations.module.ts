import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { FeedbackModule } from '../feedback/feedback.module.js';
import { ModelsModule } from '../models/models.module.js';
import { QuotasModule } from '../quotas/quotas.module.js';
import { TurnsModule } from '../turns/turns.module.js';
import { ConversationExport } from './conversation-export.js';
import { ConversationViews } from './conversation-views.js';
import { ConversationsController } from './conversations.controller.js';
import { ConversationsRepository } from './conversations.repository.js';
import { ExportController } from './export.controller.js';
import { HistoryController } from './history.controller.js';
import { MessagePages } from './message-pages.js';
import { MessageViews } from './message-views.js';
import { TitleWriter } from './title-writer.js';

@Module({
  imports: [AuthModule, FeedbackModule, ModelsModule, QuotasModule, TurnsModule],
  providers: [ConversationExport, ConversationViews, ConversationsRepository, MessagePages, MessageViews, TitleWriter],
  controllers: [ConversationsController, ExportController, HistoryController],
  exports: [TitleWriter],
})
export class ConversationsModule {}
