import { z } from 'zod';

/** @param id its name in the OpenAPI document */
export function named<T>(id: string, schema: z.ZodType<T>): z.ZodType<T> {
  return schema.meta({ id });
}

/** ISO 8601. */
export const time = z.string().meta({ format: 'date-time' });

export const keysOf = <K extends string>(record: Record<K, unknown>) => z.enum(Object.keys(record) as [K, ...K[]]);
