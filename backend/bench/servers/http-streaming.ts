// What Throughline replaces: NestJS on Express, an answer as server-sent events by the AI SDK's own helper.
import 'reflect-metadata';
import { Body, Controller, Module, Post, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  convertToModelMessages,
  pipeUIMessageStreamToResponse,
  streamText,
  toUIMessageStream,
  type UIMessage,
} from 'ai';
import type { Response } from 'express';
import { announce } from './announce.js';
import { model } from './model.js';

@Controller('chat')
class ChatController {
  @Post()
  async chat(@Body() body: { messages: UIMessage[] }, @Res() response: Response): Promise<void> {
    const { stream } = streamText({ model, messages: await convertToModelMessages(body.messages) });
    await pipeUIMessageStreamToResponse({ response, stream: toUIMessageStream({ stream }) });
  }
}

@Module({ controllers: [ChatController] })
class HttpModule {}

const app = await NestFactory.create(HttpModule, { logger: false });
await app.init();
announce(app.getHttpServer());
