import { z } from 'zod';
import { toStorableText } from './parse-frame.js';

/** Text the database can hold. */
export const text = (most: number) => z.string().max(most).transform(toStorableText);

/** Rows of a page. */
export const limit = (most: number, byDefault: number) => z.coerce.number().int().min(1).max(most).default(byDefault);
