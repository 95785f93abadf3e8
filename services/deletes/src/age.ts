import type { Reader, SystemName } from '@plinth/database';

/** Collections by the word that audit resources begin with. */
const kinds: Readonly<Record<string, SystemName>> = {
  user: 'users',
  team: 'teams',
  database: 'databases',
  function: 'functions',
  bucket: 'buckets',
};

/**
 * Since when somebody else has the ID of a deleted resource; null when nobody has. What was recorded under that ID
 * from then on is about the new one and must stay.
 */
export async function ageOf(documents: Reader, resource: string): Promise<string | null> {
  const [kind = '', id = '', childKind, childId, ...below] = resource.split('/');
  const name = kinds[kind];
  const holder = name ? await documents.get(name, id) : null;
  if (!holder || childKind === undefined) return holder?.$createdAt ?? null;
  if (childKind !== 'collection' || childId === undefined || below.length > 0) return null;
  const collection = await documents.get('collections', childId, { scope: holder.$internalId });
  return collection?.$createdAt ?? null;
}
