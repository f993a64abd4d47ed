import { Module } from '@nestjs/common';
import { AccountsModule } from './accounts/accounts.module.js';
import { AuthModule } from './auth/auth.module.js';
import { ChatModule } from './chat/chat.module.js';
import { AppConfigModule } from './config/config.module.js';
import { ConversationsModule } from './conversations/conversations.module.js';
import { DatabaseModule } from './database/database.module.js';
import { FeedbackModule } from './feedback/feedback.module.js';
import { LimitsModule } from './limits/limits.module.js';
import { HealthController } from './ops/health.controller.js';
import { SearchModule } from './search/search.module.js';
import { SettingsModule } from './settings/settings.module.js';
import { StatisticsModule } from './statistics/statistics.module.js';
import { SurveyModule } from './survey/survey.module.js';

@Module({
  imports: [
    AppConfigModule,
    DatabaseModule,
    AuthModule,
    AccountsModule,
    LimitsModule,
    ConversationsModule,
    FeedbackModule,
    SettingsModule,
    SearchModule,
    ChatModule,
    SurveyModule,
    StatisticsModule,
  ],
  controllers: [HealthController],
})
export class AppModule {}
