import { Module } from '@nestjs/common';
import { ModelsModule } from '../models/models.module.js';
import { QuotasModule } from '../quotas/quotas.module.js';
import { TurnsModule } from '../turns/turns.module.js';
import { Attempts } from './attempts.js';
import { AuthLibrary } from './auth-library.js';
import { AuthModes } from './auth-modes.js';
import { AuthController } from './auth.controller.js';
import { Doorkeeper } from './doorkeeper.js';
import { GuestMergeRepository } from './guest-merge.repository.js';
import { IdentitiesRepository } from './identities.repository.js';
import { Passwords } from './passwords.js';
import { SessionEndings } from './session-endings.js';
import { SessionSecret } from './session-secret.js';
import { SessionController } from './session.controller.js';
import { Sessions } from './sessions.js';
import { SessionsRepository } from './sessions.repository.js';
import { SignIns } from './sign-ins.js';
import { UpgradeGate } from './upgrade-gate.js';
import { UsersRepository } from './users.repository.js';

const exported = [
  AuthLibrary,
  Doorkeeper,
  IdentitiesRepository,
  Passwords,
  SessionEndings,
  SessionsRepository,
  UpgradeGate,
  UsersRepository,
];

@Module({
  imports: [ModelsModule, QuotasModule, TurnsModule],
  controllers: [AuthController, SessionController],
  providers: [...exported, Attempts, AuthModes, GuestMergeRepository, SessionSecret, Sessions, SignIns],
  exports: exported,
})
export class AuthModule {}
