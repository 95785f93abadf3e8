import type { Collection } from '../schema.js';

/** The collections that relations lead to, by number, opened before they are needed. */
export type Family = ReadonlyMap<number, Collection>;

export const ALONE: Family = new Map();
