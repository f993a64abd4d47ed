import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { TurnsModule } from '../turns/turns.module.js';
import { SettingsController } from './settings.controller.js';

@Module({ imports: [AuthModule, TurnsModule], controllers: [SettingsController] })
export class SettingsModule {}
