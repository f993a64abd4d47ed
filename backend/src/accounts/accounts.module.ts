import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { QuotasModule } from '../quotas/quotas.module.js';
import { TurnsModule } from '../turns/turns.module.js';
import { AccountExportRepository } from './account-export.repository.js';
import { AccountRemoval } from './account-removal.js';
import { AccountRemovalRepository } from './account-removal.repository.js';
import { AccountSessionsController } from './account-sessions.controller.js';
import { AccountController } from './account.controller.js';
import { AdminUsersController } from './admin-users.controller.js';
import { AdminUsersRepository } from './admin-users.repository.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { Expiry } from './expiry.js';

@Module({
  imports: [AuthModule, QuotasModule, TurnsModule],
  controllers: [AccountController, AccountSessionsController, AdminUsersController, ApiKeysController],
  providers: [
    AccountExportRepository,
    AccountRemoval,
    AccountRemovalRepository,
    AdminUsersRepository,
    ApiKeysRepository,
    Expiry,
  ],
})
export class AccountsModule {}
