import { scenarios, type World } from '../../../../scenarios.js';
import { getDocument } from './get.js';
import { givenCollection, givenDocument, inThings } from './given.js';

const given = (permissions: readonly string[], documentSecurity: boolean) => async (world: World) => {
  await givenCollection(world, { permissions, documentSecurity });
  await givenDocument(world, 'one', { title: 'A' }, [`read("user:${world.user.id}")`]);
};
const at = { ...inThings, documentId: 'one' };

scenarios(getDocument, [
  {
    name: 'its reader gets it',
    as: 'user',
    given: given([], true),
    params: at,
    expect: { status: 200, body: { title: 'A', $id: 'one' } },
  },
  {
    name: 'in any spelling of its ID',
    as: 'user',
    given: given([], true),
    params: { ...at, documentId: 'ONE' },
    expect: { status: 200, body: { $id: 'one' } },
  },
  {
    name: "somebody else's looks like a missing one",
    as: 'other',
    given: given([], true),
    params: at,
    expect: { status: 404, type: 'document_not_found' },
  },
  {
    name: 'its permissions do not count without document security',
    as: 'user',
    given: given([], false),
    params: at,
    expect: { status: 404, type: 'document_not_found' },
  },
  {
    name: "the collection's readers get it",
    as: 'other',
    given: given(['read("users")'], false),
    params: at,
    expect: { status: 200 },
  },
  {
    name: 'select reduces it',
    as: 'key',
    given: given([], true),
    params: { ...at, queries: ['select(["count"])'] },
    expect: { status: 200, body: { count: null } },
  },
  {
    name: 'other queries are refused',
    as: 'key',
    given: given([], true),
    params: { ...at, queries: ['limit(1)'] },
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  {
    name: 'a missing one is told',
    as: 'key',
    given: given([], true),
    params: { ...at, documentId: 'none' },
    expect: { status: 404, type: 'document_not_found' },
  },
]);
