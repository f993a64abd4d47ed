import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { SurveyController } from './survey.controller.js';
import { SurveyRepository } from './survey.repository.js';

@Module({ imports: [AuthModule], providers: [SurveyRepository], controllers: [SurveyController] })
export class SurveyModule {}
