import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { ConversationsModule } from '../conversations/conversations.module.js';
import { LimitsModule } from '../limits/limits.module.js';
import { ModelsModule } from '../models/models.module.js';
import { QuotasModule } from '../quotas/quotas.module.js';
import { TurnsModule } from '../turns/turns.module.js';
import { ChatGateway } from './chat.gateway.js';
import { ChatService } from './chat.service.js';
import { Connections } from './connections.js';
import { Drain } from './drain.js';
import { Feed } from './feed.js';
import { Heartbeat } from './heartbeat.js';
import { ReplayLimits } from './replay-limits.js';
import { SessionWatch } from './session-watch.js';
import { TurnAborts } from './turn-aborts.js';
import { TurnAdmission } from './turn-admission.js';
import { TurnFollower } from './turn-follower.js';

@Module({
  imports: [AuthModule, ConversationsModule, LimitsModule, ModelsModule, QuotasModule, TurnsModule],
  providers: [
    ChatGateway,
    ChatService,
    Connections,
    Drain,
    Feed,
    Heartbeat,
    ReplayLimits,
    SessionWatch,
    TurnAborts,
    TurnAdmission,
    TurnFollower,
  ],
})
export class ChatModule {}
