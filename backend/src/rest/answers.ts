import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import { schemaOf } from './openapi-schemas.js';

/** Says what a route answers when all went well; without a schema it answers 204, nothing. */
export function Answers(schema?: z.ZodType, status = schema ? 200 : 204): MethodDecorator {
  return ApiResponse({ status, description: '', ...(schema && { schema: schemaOf(schema, 'output') }) });
}

/** Says that a route answers a file to keep. @param types its media types */
export function AnswersFile(...types: string[]): MethodDecorator {
  const content = Object.fromEntries(types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]));
  return applyDecorators(ApiResponse({ status: 200, description: 'A file, as attachment', content }));
}
