import 'reflect-metadata';
import { errorViewSchema } from '@app/chat-protocol';
import { RequestMethod, type INestApplication, type Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { type Answer, answersOf } from './answers.js';
import { namedSchemas, schemaOf } from './openapi-schemas.js';
import { Parsed } from './parsed.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type ResponseObject = Extract<Operation['responses'][string], { description: string }>;

/** Nest's numbers of a handler's parameters. */
const BODY = 3;
const QUERY = 4;

/**
 * What the REST API takes and answers. Loaded when somebody asks: it takes longer than many a start. Requests are described by the very schemas that check them (`Parsed`), answers by
 * `Answers`; every failure is an ErrorView.
 */
export function describeApi(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Throughline')
    .setDescription('Everything but the chat itself, which streams over a WebSocket: see PROTOCOL.md.')
    .setVersion('v1')
    .setOpenAPIVersion('3.1.0')
    .build();
  const document = SwaggerModule.createDocument(app, config, { operationIdFactory: nameOf });
  const handlers = listHandlers(app);
  const error = { description: 'What went wrong', content: json(schemaOf(errorViewSchema, 'output')) };
  for (const operation of listOperations(document)) {
    const handler = handlers.get(operation.operationId ?? '');
    if (handler) {
      describeRequest(operation, handler);
      describeAnswers(operation, handler);
    }
    operation.responses.default = error;
  }
  document.components = { ...document.components, schemas: namedSchemas() };
  return document;
}

function nameOf(controller: string, method: string): string {
  return `${controller.replace(/Controller$/, '')}.${method}`;
}

interface Handler {
  controller: Type;
  method: string;
}

function listHandlers(app: INestApplication): Map<string, Handler> {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) =>
    [...module.controllers.values()].map(({ metatype }) => metatype as Type),
  );
  return new Map(
    controllers.flatMap((controller) =>
      Object.getOwnPropertyNames(controller.prototype).map((method): [string, Handler] => [
        nameOf(controller.name, method),
        { controller, method },
      ]),
    ),
  );
}

function listOperations(document: OpenAPIObject): Operation[] {
  const methods = Object.keys(RequestMethod).map((method) => method.toLowerCase());
  return Object.values(document.paths).flatMap((path) =>
    Object.entries(path).flatMap(([method, operation]) => (methods.includes(method) ? [operation as Operation] : [])),
  );
}

/** Puts the schemas of the handler's pipes in the place of what reflection could tell, which is nothing. */
function describeRequest(operation: Operation, { controller, method }: Handler): void {
  const parameters = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) as
    | Record<string, { pipes: unknown[] }>
    | undefined;
  delete operation.requestBody;
  operation.parameters = operation.parameters?.filter((parameter) => 'in' in parameter && parameter.in === 'path');
  for (const [key, { pipes }] of Object.entries(parameters ?? {})) {
    const parsed = pipes.find((pipe) => pipe instanceof Parsed);
    if (parsed === undefined) continue;
    const schema = schemaOf(parsed.schema, 'input');
    const kind = Number(key.split(':')[0]);
    if (kind === BODY) operation.requestBody = { required: true, content: json(schema) };
    if (kind === QUERY) operation.parameters = [...(operation.parameters ?? []), ...toQueryParameters(schema)];
  }
}

/** Puts what the handler says of its answers in the place of what its verb lets expect. */
function describeAnswers(operation: Operation, { controller, method }: Handler): void {
  const answers = answersOf((controller.prototype as Record<string, object>)[method]);
  if (answers.length > 0) operation.responses = Object.fromEntries(answers.map(toResponse));
}

function toResponse(answer: Answer): [status: number, response: ResponseObject] {
  if ('fileTypes' in answer) {
    const file = { schema: { type: 'string' as const, format: 'binary' } };
    const content = Object.fromEntries(answer.fileTypes.map((type) => [type, file]));
    return [200, { description: 'A file, as attachment', content }];
  }
  const { status, schema } = answer;
  return [status, { description: '', ...(schema && { content: json(schemaOf(schema, 'output')) }) }];
}

function toQueryParameters(schema: { properties?: Record<string, object>; required?: string[] }) {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: 'query' as const,
    required: required.includes(name),
    schema: property,
  }));
}

function json(schema: object) {
  return { 'application/json': { schema } };
}
