/** Two collections and their relations for tests. */
import type { Answer, World } from '../../../../../scenarios.js';
import { createIn, givenThings, make, settle } from '../../../given.js';

export const others = '/databases/db/collections/others';
export const KINDS = ['oneToOne', 'oneToMany', 'manyToOne', 'manyToMany'] as const;

/** The collections `things` and `others` of the database `db`. */
export async function givenPair(world: World): Promise<void> {
  await givenThings(world);
  await make(world, 'POST', '/databases/db/collections', { collectionId: 'others', name: 'Others' });
}

/** A two-way relation `k` of things to others, which show it as `back`. */
export async function givenRelation(world: World, more: object = {}): Promise<void> {
  await givenPair(world);
  await relate(world, more);
}

export async function relate(world: World, more: object = {}): Promise<void> {
  const body = { relatedCollectionId: 'others', type: 'oneToMany', twoWay: true, key: 'k', twoWayKey: 'back', ...more };
  await make(world, 'POST', '/databases/db/collections/things/attributes/relationship', body);
  await settle(world);
}

/** A text attribute of `others`, which have few of them. */
export async function givenOtherText(world: World, key: string, size = 10): Promise<void> {
  await make(world, 'POST', `${others}/attributes/string`, { key, size, required: false });
  await settle(world);
}

export const attributesOf = async (world: World, collectionId: 'things' | 'others' | 'theirs') =>
  (await make(world, 'GET', `/databases/db/collections/${collectionId}/attributes`)).body.attributes as Record<
    string,
    unknown
  >[];

export const keysOf = async (world: World, collectionId: 'things' | 'others' | 'theirs') =>
  (await attributesOf(world, collectionId)).map(({ key, status }) => `${key} ${status}`);

/** A document of `things` with such a link, told by what it shows of it. */
export async function link(world: World, key: string, value: unknown): Promise<Answer> {
  return createIn(world, 'documents', { documentId: 'unique()', data: { [key]: value } });
}
