import { Module, type OnModuleInit } from '@nestjs/common';
import { ModelSelectorService } from './model-selector.service.js';
import { logSdkWarnings } from './sdk-warnings.js';
import { TitleModel } from './title-model.js';

@Module({ providers: [ModelSelectorService, TitleModel], exports: [ModelSelectorService, TitleModel] })
export class ModelsModule implements OnModuleInit {
  onModuleInit(): void {
    logSdkWarnings();
  }
}
