import { Module } from '@nestjs/common';
import { Branches } from '../conversations/branches.js';
import { MessagesRepository } from '../conversations/messages.repository.js';
import { ModelsModule } from '../models/models.module.js';
import { SettingsRepository } from '../settings/settings.repository.js';
import { QuotasModule } from '../quotas/quotas.module.js';
import { AnswerSource } from './answer-source.js';
import { Farewell } from './farewell.js';
import { Hints } from './hints.js';
import { LeasesRepository } from './leases.repository.js';
import { LogReader } from './log-reader.js';
import { LogWriter } from './log-writer.js';
import { Node } from './node.js';
import { TailPoller } from './tail-poller.js';
import { TurnEnding } from './turn-ending.js';
import { TurnKeeper } from './turn-keeper.js';
import { TurnObserver } from './turn-observer.js';
import { TurnRunner } from './turn-runner.js';
import { TurnTails } from './turn-tails.js';
import { TurnsRepository } from './turns.repository.js';

const exported = [
  Branches,
  Farewell,
  Hints,
  LogReader,
  MessagesRepository,
  Node,
  SettingsRepository,
  TurnObserver,
  TurnRunner,
  TurnsRepository,
];

@Module({
  imports: [ModelsModule, QuotasModule],
  providers: [...exported, AnswerSource, LeasesRepository, LogWriter, TailPoller, TurnEnding, TurnKeeper, TurnTails],
  exports: exported,
})
export class TurnsModule {}
