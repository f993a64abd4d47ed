import { settingsPatchSchema, type SettingsPatch, type SettingsView } from '@app/chat-protocol';
import { Body, Controller, Get, Header, Patch, UseGuards } from '@nestjs/common';
import { settingsViewSchema } from '@app/chat-protocol';
import { Answers } from '../rest/answers.js';
import { SessionGuard, UserId } from '../auth/session.guard.js';
import { Parsed } from '../rest/parsed.js';
import { Summary } from '../rest/summary.js';
import { SettingsRepository } from './settings.repository.js';

/** What a user has set for all conversations. */
@Controller('api/v1/settings')
@UseGuards(SessionGuard)
export class SettingsController {
  constructor(private readonly settings: SettingsRepository) {}

  @Summary('Tells what the user has set for all conversations')
  @Answers(settingsViewSchema)
  @Get()
  @Header('Cache-Control', 'no-store')
  async get(@UserId() userId: string): Promise<SettingsView> {
    const { instructions } = await this.settings.find(userId);
    return { instructions };
  }

  @Summary('Changes what the user has set for all conversations')
  @Answers(settingsViewSchema)
  @Patch()
  async patch(
    @UserId() userId: string,
    @Body(new Parsed(settingsPatchSchema)) patch: SettingsPatch,
  ): Promise<SettingsView> {
    await this.settings.update(userId, patch);
    return this.get(userId);
  }
}
