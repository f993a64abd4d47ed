import { Module } from '@nestjs/common';
import { Quotas } from './quotas.js';
import { QuotasRepository } from './quotas.repository.js';

@Module({ providers: [Quotas, QuotasRepository], exports: [Quotas, QuotasRepository] })
export class QuotasModule {}
