import { z } from 'zod';

type JsonSchema = Record<string, unknown>;

/** Schemas with a name, as they were met. */
const named: Record<string, JsonSchema> = {};

/** A schema for OpenAPI 3.1. One with a name becomes a component, and a reference to it. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const made = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  const {
    $schema: _,
    $defs = {},
    id,
    ...root
  } = JSON.parse(JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema & {
    $defs?: Record<string, JsonSchema>;
  };
  for (const [name, { id: _id, ...definition }] of Object.entries($defs)) named[name] = definition;
  if (typeof id !== 'string') return root;
  named[id] = root;
  return { $ref: `#/components/schemas/${id}` };
}

/** All schemas with a name, in its order. */
export function namedSchemas(): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(named).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
