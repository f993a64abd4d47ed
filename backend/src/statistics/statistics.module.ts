import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { LimitsModule } from '../limits/limits.module.js';
import { SatisfactionController } from './satisfaction.controller.js';
import { SatisfactionRepository } from './satisfaction.repository.js';
import { StatisticsController } from './statistics.controller.js';
import { TurnStatisticsRepository } from './turn-statistics.repository.js';
import { UsageStatisticsRepository } from './usage-statistics.repository.js';

@Module({
  imports: [AuthModule, LimitsModule],
  providers: [SatisfactionRepository, TurnStatisticsRepository, UsageStatisticsRepository],
  controllers: [StatisticsController, SatisfactionController],
})
export class StatisticsModule {}
