import { Module } from '@nestjs/common';
import { Door } from './door.js';
import { RestRateInterceptor } from './rest-rate.interceptor.js';

@Module({ providers: [Door, RestRateInterceptor], exports: [Door, RestRateInterceptor] })
export class LimitsModule {}
