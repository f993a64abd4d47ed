import 'reflect-metadata';
import { STATUS_CODES } from 'node:http';
import { idSchema } from '@app/chat-protocol';
import { RequestMethod, type INestApplication, type Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { type Answer, answersOf, refusalsOf, type Refusal } from './answers.js';
import { errorResponses } from './openapi-errors.js';
import { namedSchemas, schemaOf } from './openapi-schemas.js';
import { guardRefusals, securityOf, securitySchemes } from './openapi-security.js';
import { tagOf, tags } from './openapi-tags.js';
import { Parsed } from './parsed.js';
import { summaryOf } from './summary.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type ResponseObject = Extract<Operation['responses'][string], { description: string }>;

/** Nest's numbers of a handler's parameters. */
const BODY = 3;
const QUERY = 4;

const DESCRIPTION = `Everything but the chat itself, which streams over a WebSocket at \`/api/v1/chat/ws\`: see \`libs/chat-protocol/PROTOCOL.md\`.

Times are ISO 8601, UTC. Whatever is not there and whatever is somebody else’s is one answer, 404 \`not-found\`. What changes something must come from this server’s own page or from no browser, else it is refused with 403 \`foreign-origin\`.`;

/**
 * What the REST API takes and answers. Loaded when somebody asks: it takes longer than many a start. Requests are described by the very schemas that check them (`Parsed`), answers by
 * `Answers`, who is let in by the guards, refusals by all of these and `Refuses`; every failure is an ErrorView.
 */
export function describeApi(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Throughline')
    .setDescription(DESCRIPTION)
    .setVersion('v1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'The server this description comes from')
    .setOpenAPIVersion('3.1.0')
    .build();
  const document = SwaggerModule.createDocument(app, config, { operationIdFactory: nameOf });
  const handlers = listHandlers(app);
  for (const { path, method, operation } of listOperations(document)) {
    const handler = handlers.get(operation.operationId ?? '')!;
    operation.tags = [tagOf(path)];
    Object.assign(operation, summaryOf(functionOf(handler)));
    operation.security = securityOf(handler.controller, functionOf(handler));
    describeRequest(operation, handler);
    describeAnswers(operation, handler, refusals(path, method, operation, handler));
  }
  document.tags = tags;
  document.components = { securitySchemes, schemas: namedSchemas() };
  return document;
}

function nameOf(controller: string, method: string): string {
  return `${controller.replace(/Controller$/, '')}.${method}`;
}

interface Handler {
  controller: Type;
  method: string;
}

function functionOf({ controller, method }: Handler): object {
  return (controller.prototype as Record<string, object>)[method];
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

function listOperations(document: OpenAPIObject): { path: string; method: string; operation: Operation }[] {
  const methods = Object.keys(RequestMethod).map((method) => method.toLowerCase());
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) =>
      methods.includes(method) ? [{ path, method, operation: operation as Operation }] : [],
    ),
  );
}

/** Puts the schemas of the handler's pipes in the place of what reflection could tell, which is nothing. */
function describeRequest(operation: Operation, { controller, method }: Handler): void {
  const parameters = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) as
    | Record<string, { pipes: unknown[] }>
    | undefined;
  delete operation.requestBody;
  operation.parameters = operation.parameters
    ?.filter((parameter) => 'in' in parameter && parameter.in === 'path')
    .map((parameter) => ({ ...parameter, schema: schemaOf(idSchema, 'input') }));
  for (const [key, { pipes }] of Object.entries(parameters ?? {})) {
    const parsed = pipes.find((pipe) => pipe instanceof Parsed);
    if (parsed === undefined) continue;
    const schema = schemaOf(parsed.schema, 'input');
    const kind = Number(key.split(':')[0]);
    const isRequired = !parsed.schema.safeParse(undefined).success;
    if (kind === BODY) operation.requestBody = { required: isRequired, content: json(schema) };
    if (kind === QUERY) operation.parameters = [...(operation.parameters ?? []), ...toQueryParameters(schema)];
  }
}

/** Puts what the handler says of its answers in the place of what its verb lets expect. */
function describeAnswers(operation: Operation, handler: Handler, codes: Refusal[]): void {
  operation.responses = {
    ...Object.fromEntries(answersOf(functionOf(handler)).map(toResponse)),
    ...errorResponses(codes, operation.requestBody !== undefined),
  };
}

/** Codes that the route can refuse with: its guard's, its parameters', its verb's and its own. */
function refusals(path: string, method: string, operation: Operation, handler: Handler): Refusal[] {
  const isApi = path.startsWith('/api/');
  const parameters = operation.parameters ?? [];
  const has = (place: string) => parameters.some((parameter) => 'in' in parameter && parameter.in === place);
  return [
    ...guardRefusals(handler.controller, functionOf(handler)),
    ...(operation.requestBody !== undefined || has('query') ? ['bad-request' as const] : []),
    ...(has('path') ? ['not-found' as const] : []),
    ...(isApi && method !== 'get' ? ['foreign-origin' as const] : []),
    ...refusalsOf(functionOf(handler)),
    ...(isApi ? ['too-many-requests' as const] : []),
  ];
}

function toResponse(answer: Answer): [status: number, response: ResponseObject] {
  if (answer.kind === 'redirect') {
    const Location = { description: answer.to, required: true, schema: { type: 'string' as const } };
    return [302, { description: answer.to, headers: { Location } }];
  }
  if (answer.kind === 'file') {
    const file = { schema: { type: 'string' as const, format: 'binary' } };
    const content = Object.fromEntries(answer.fileTypes.map((type) => [type, file]));
    return [200, { description: 'A file, as attachment', content }];
  }
  const { status, schema } = answer;
  const description = STATUS_CODES[status]!;
  return [status, { description, ...(schema && { content: json(schemaOf(schema, 'output')) }) }];
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
