import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { TurnsModule } from '../turns/turns.module.js';
import { FeedbackController } from './feedback.controller.js';
import { FeedbackRepository } from './feedback.repository.js';

@Module({
  imports: [AuthModule, TurnsModule],
  providers: [FeedbackRepository],
  controllers: [FeedbackController],
  exports: [FeedbackRepository],
})
export class FeedbackModule {}
