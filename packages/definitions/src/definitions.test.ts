/** The tables against themselves and, where the contract's files lie beside the repository, against these. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { SystemAttribute, SystemCollection } from './collection.js';
import { collections } from './collections.js';
import { addedErrorTypes, errors } from './errors.js';
import { addedEventPatterns, type EventResource, eventPatterns, eventTree, expandEvent } from './events.js';
import { cors, limits, mailTemplates, platformTypes, regions, serverSdks, serverVersion, services } from './lists.js';
import { continents, currencyCodes, diallingCodes, euCountries, languageCodes, localeCodes } from './locale.js';
import type { Model } from './model.js';
import { models } from './models.js';
import { type OAuthProvider, oauthProviders } from './oauth-providers.js';
import { authMethods, keyScopes, lifetimes, roles, tokenTypes } from './scopes.js';
import type { Variable } from './variable.js';
import { variables } from './variables.js';

const contract = fileURLToPath(new URL('../../../../shared/contract/', import.meta.url));
/** Comparisons are defined only where there is something to compare with. */
const describeContract = (name: string, tests: () => void) => {
  if (existsSync(contract)) describe(name, tests);
};
const read = <Shape>(file: string): Shape => JSON.parse(readFileSync(`${contract}${file}`, 'utf8')) as Shape;

const allCollections: Readonly<Record<string, SystemCollection>> = collections;
const allVariables = variablesOf(variables);

function variablesOf(tree: object): Variable[] {
  return Object.values(tree).flatMap((node: Variable | object) => ('kind' in node ? [node] : variablesOf(node)));
}

describe('errors', () => {
  it('say one short sentence or two', () => {
    for (const [type, { message }] of Object.entries(errors)) {
      expect([type, message]).toEqual([type, expect.stringMatching(/^[A-Z].{10,110}\.$/)]);
    }
  });
});

describe('models', () => {
  it('refer to models that exist', () => {
    const scalars = ['string', 'integer', 'float', 'boolean', 'datetime', 'json'];
    for (const { fields } of Object.values(models)) {
      for (const type of fields.flatMap((field) => field.type))
        expect([...scalars, ...Object.keys(models)]).toContain(type);
    }
  });
});

describe('collections', () => {
  it.each(Object.entries(allCollections))('%s has indexes and a scope over attributes that exist', (_, declared) => {
    const named = Object.values(declared.indexes).flatMap((index) => index.attributes);
    for (const attribute of named) {
      expect(Object.keys(declared.attributes)).toContain(attribute);
      expect(declared.attributes[attribute]?.encrypted).toBe(false);
    }
    if (declared.scope !== undefined) expect(Object.keys(declared.attributes)).toContain(declared.scope);
  });

  it('filter these by the grants of each document', () => {
    const filtered = Object.entries(allCollections).flatMap(([id, { permissions }]) => (permissions ? [id] : []));
    expect(filtered.sort()).toEqual(['executions', 'files', 'memberships', 'projects', 'teams']);
  });
});

describe('variables', () => {
  it('have names of their own', () => {
    const names = allVariables.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  it('have defaults within their own limits', () => {
    for (const { name, default: preset, min = -Infinity, max = Infinity, choices } of allVariables) {
      if (typeof preset === 'number') expect([name, preset >= min && preset <= max]).toEqual([name, true]);
      if (choices !== undefined) expect(choices).toContain(preset);
    }
  });
});

describeContract('errors as the contract has them', () => {
  interface Row {
    readonly type: string;
    readonly code: number;
    readonly added?: boolean;
  }
  const { errors: rows } = read<{ errors: Row[] }>('errors.json');

  it('are the same types with the same status', () => {
    const ours = Object.entries(errors).map(([type, { status }]) => [type, status]);
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(rows.map(({ type, code }) => [type, code])));
  });

  it('are marked where they are additions', () => {
    expect([...addedErrorTypes].sort()).toEqual(rows.flatMap((row) => (row.added ? [row.type] : [])).sort());
  });
});

describeContract('models as the contract has them', () => {
  const { models: rows } = read<{ models: Model[] }>('models.json');
  /** Of the routes beyond the contract: docs/decisions/0006. */
  const addedModels = ['aggregate', 'aggregateList', 'documentBulk', 'documentChange', 'documentError', 'transaction'];

  it('are the same models', () => {
    const theirs = rows.map(({ type }) => type);
    expect(Object.keys(models).sort()).toEqual([...theirs, ...addedModels].sort());
  });

  it.each(rows.map((row) => [row.type, row] as const))(
    '%s has the same fields',
    (type, { none, any, when, fields }) => {
      expect(models[type]).toEqual({ type, none, any, when, fields });
      expect(models[type]?.fields.map((field) => field.name)).toEqual(fields.map((field) => field.name));
    },
  );
});

describeContract('collections as the contract has them', () => {
  interface Attribute {
    readonly id: string;
    readonly type: string;
    readonly size: number;
    readonly array: boolean;
    readonly required: boolean;
    readonly default?: unknown;
    readonly filters?: readonly string[];
  }
  interface Row {
    readonly collection: string;
    readonly attributes: readonly Attribute[];
    readonly indexes: readonly { readonly id: string; readonly type: string; readonly attributes: readonly string[] }[];
  }
  const rows = read<{ collections: Row[] }>('stored.json').collections;

  /** What we keep besides. */
  const added: Readonly<Record<string, readonly string[]>> = {
    collections: ['schemaVersion'],
    attributes: ['error'],
    indexes: ['error'],
    keys: ['secretHash'],
    webhooks: ['failures'],
    users: ['passwordGiven'],
    tokens: ['purpose', 'tries'],
    memberships: ['expire'],
  };
  const addedIndexes: Readonly<Record<string, readonly string[]>> = {
    keys: ['key_secretHash'],
    attributes: ['key_db_type'],
  };
  /** One-way hashes in our tables, encrypted texts in the contract. */
  const hashed = ['users.password', 'sessions.secret', 'tokens.secret', 'memberships.secret'];
  /** Empty lists and a number in the contract, where ours are objects and a text. */
  const otherDefaults = ['projects.services', 'projects.auths', 'projects.authProviders', 'keys.projectId'];

  const isInternalId = (id: string) => id.endsWith('InternalId');
  const isChildren = ({ filters = [] }: Attribute) => filters.some((filter) => filter.startsWith('subQuery'));

  function expectedType({ id, type, filters = [] }: Attribute): string {
    // The contract keeps internal ids as text; ours are the numbers that they are.
    if (isInternalId(id)) return 'integer';
    if (filters.includes('json') || filters.includes('casting')) return 'json';
    return type === 'float' ? 'double' : type;
  }

  function expectSame(path: string, ours: SystemAttribute | undefined, theirs: Attribute) {
    const { filters = [] } = theirs;
    const sized = theirs.type === 'string' && !isInternalId(theirs.id);
    expect([path, ours]).toEqual([
      path,
      expect.objectContaining({
        type: expectedType(theirs),
        array: theirs.array,
        required: theirs.required || isInternalId(theirs.id),
        encrypted: filters.includes('encrypt') && !hashed.includes(path),
        ...(sized ? { size: theirs.size } : {}),
        ...('default' in theirs && !otherDefaults.includes(path) ? { fallback: theirs.default } : {}),
      }),
    ]);
  }

  it('are the same collections, our audit and our identities', () => {
    expect(Object.keys(collections).sort()).toEqual(
      [...rows.map((row) => row.collection), 'audit', 'identities'].sort(),
    );
  });

  it.each(rows.map((row) => [row.collection, row] as const))('%s has the same attributes', (id, row) => {
    const ours = allCollections[id]?.attributes ?? {};
    const stored = row.attributes.filter((attribute) => !isChildren(attribute));
    expect(Object.keys(ours).sort()).toEqual([...stored.map((theirs) => theirs.id), ...(added[id] ?? [])].sort());
    for (const theirs of stored) expectSame(`${id}.${theirs.id}`, ours[theirs.id], theirs);
  });

  it.each(rows.map((row) => [row.collection, row] as const))('%s has the same indexes', (id, row) => {
    const ours = Object.entries(allCollections[id]?.indexes ?? {}).filter(
      ([name]) => !addedIndexes[id]?.includes(name),
    );
    const theirs = row.indexes.map(({ id: name, type, attributes }) => [name.replace(/^_/, ''), { type, attributes }]);
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs));
  });
});

describeContract('events as the contract has them', () => {
  interface Events {
    readonly subscribable: readonly { readonly pattern: string; readonly model?: string }[];
    readonly emitted: readonly { readonly label: string; readonly expands: readonly string[] }[];
  }
  const { subscribable, emitted } = read<Events>('events.json');

  it('can be subscribed to', () => {
    expect([...eventPatterns].sort()).toEqual(subscribable.map(({ pattern }) => pattern).sort());
  });

  it('carry the same models', () => {
    const ours = modelsOf(eventTree, '');
    expect(ours).toEqual(
      Object.fromEntries(subscribable.flatMap((row) => (row.model ? [[row.pattern, row.model]] : []))),
    );
  });

  it.each(emitted.map(({ label, expands }) => [label, expands] as const))('%s has the same names', (label, expands) => {
    const names = [...label.matchAll(/\[(\w+)\]/g)].map(([, name = '']) => name);
    const values = Object.fromEntries(names.map((name) => [name, `{${name}}`]));
    expect(expandEvent(label, values)).toEqual(expands);
  });

  it('can be subscribed to whenever they are emitted', () => {
    const known = new Set([...eventPatterns, ...addedEventPatterns]);
    for (const { label } of emitted) expect(known).toContain(label.replace(/\[\w+\]/g, '*'));
  });

  function modelsOf(tree: Readonly<Record<string, EventResource>>, prefix: string): Record<string, string> {
    const entries = Object.entries(tree).flatMap(([type, { model, children = {} }]) => [
      [`${prefix}${type}.*`, model],
      ...Object.entries(modelsOf(children, `${prefix}${type}.*.`)),
    ]);
    return Object.fromEntries(entries);
  }
});

describeContract('scopes as the contract has them', () => {
  interface Scopes {
    readonly keyScopes: readonly string[];
    readonly roles: readonly { readonly role: string; readonly scopes: readonly string[] }[];
    readonly authMethods: readonly { readonly id: string; readonly settingKey: string }[];
    readonly tokenTypes: Readonly<Record<string, number>>;
    readonly expirySeconds: Readonly<Record<string, number>>;
  }
  const scopes = read<Scopes>('scopes.json');

  it('can be given to keys', () => {
    expect(keyScopes).toEqual(scopes.keyScopes);
  });

  it('are held by the same roles', () => {
    const theirs = scopes.roles.map((row) => [row.role, [...new Set(row.scopes)].sort()]);
    const ours = Object.entries(roles).map(([role, held]) => [role, [...held].sort()]);
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs));
  });

  it('come with the same auth methods, token types and lifetimes', () => {
    expect(authMethods).toEqual(scopes.authMethods.map(({ id, settingKey }) => ({ id, settingKey })));
    expect(tokenTypes).toEqual(scopes.tokenTypes);
    expect(lifetimes).toEqual({
      sessionSeconds: scopes.expirySeconds.sessionLong,
      shortSessionSeconds: scopes.expirySeconds.sessionShort,
      recoverySeconds: scopes.expirySeconds.recovery,
      confirmSeconds: scopes.expirySeconds.confirm,
      phoneSeconds: scopes.expirySeconds.phone,
      jwtSeconds: scopes.expirySeconds.jwt,
      jwtLeewaySeconds: scopes.expirySeconds.jwtLeeway,
      keyAccessUpdateSeconds: scopes.expirySeconds.keyAccessUpdate,
    });
  });
});

describeContract('variables as the contract has them', () => {
  interface Row {
    readonly name: string;
    readonly category: string;
    readonly default: string | number;
  }
  const { variables: rows } = read<{ variables: Row[] }>('env.json');
  /** Empty in the contract; what empty means there. */
  const otherDefaults: Readonly<Record<string, string>> = { _APP_SMTP_PORT: '25' };

  function asText(preset: unknown): string {
    if (typeof preset === 'boolean') return preset ? 'enabled' : 'disabled';
    return Array.isArray(preset) ? preset.join(',') : String(preset);
  }

  it.each(rows.map((row) => [row.name, row] as const))('%s has the same default and category', (name, row) => {
    const ours = allVariables.find((variable) => variable.name === name);
    expect(ours?.category).toBe(row.category);
    expect(asText(ours?.default)).toBe(otherDefaults[name] ?? String(row.default));
  });
});

describeContract('lists as the contract has them', () => {
  interface Lists {
    readonly version: string;
    readonly services: readonly { readonly key: string; readonly optional: boolean }[];
    readonly platformTypes: Readonly<Record<string, readonly string[]>>;
    readonly sdks: readonly { readonly platform: string; readonly name: string }[];
    readonly regions: readonly string[];
    readonly constants: Readonly<Record<string, number>>;
  }
  const lists = read<Lists>('lists.json');

  it('are the same', () => {
    expect(serverVersion).toBe(lists.version);
    expect(services).toEqual(lists.services.map(({ key, optional }) => ({ key, optional })));
    const { originSchemes, ...types } = lists.platformTypes;
    expect(platformTypes).toEqual({ ...types, schemes: originSchemes });
    const servers = lists.sdks.filter(({ platform }) => platform === 'server');
    expect(serverSdks).toEqual(servers.map(({ name }) => name.toLowerCase()));
    expect(regions).toEqual(lists.regions);
  });

  it('have the same limits', () => {
    const { constants } = lists;
    expect(limits).toMatchObject({
      list: { default: constants.APP_LIMIT_LIST_DEFAULT, total: constants.APP_LIMIT_COUNT },
      parameter: { items: constants.APP_LIMIT_ARRAY_PARAMS_SIZE, itemLength: constants.APP_LIMIT_ARRAY_ELEMENT_SIZE },
      project: { users: constants.APP_LIMIT_USERS },
      password: { history: constants.APP_LIMIT_USER_PASSWORD_HISTORY },
      sessions: {
        default: constants.APP_LIMIT_USER_SESSIONS_DEFAULT,
        max: constants.APP_LIMIT_USER_SESSIONS_MAX,
      },
      attribute: { stringLength: constants.APP_DATABASE_ATTRIBUTE_STRING_MAX_LENGTH },
      cacheUpdateSeconds: constants.APP_CACHE_UPDATE,
    });
  });

  it('have the same headers, mails and providers', () => {
    const { cors: theirs } = read<{ cors: Record<string, unknown> }>('headers.json');
    expect(cors).toEqual({
      methods: theirs.methods,
      allowHeaders: theirs.allowHeaders,
      allowHeadersOnOptions: theirs.allowHeadersOnlyOnOptions,
      exposeHeaders: theirs.exposeHeaders,
    });
    const { templates } = read<{ templates: { template: string }[] }>('mails.json');
    expect(mailTemplates).toEqual(templates.map(({ template }) => template));
    const { providers } = read<{ providers: { key: string; name: string; mock: boolean }[] }>('oauth-providers.json');
    const ours = oauthProviders.map(({ key, name, isMock = false }: OAuthProvider) => ({ key, name, mock: isMock }));
    expect(ours).toEqual(providers.map(({ key, name, mock }) => ({ key, name, mock })));
  });

  it('have the same languages, countries and currencies', () => {
    const { locale } = read<{ locale: Record<string, { codes: string[] | Record<string, string> }> }>('lists.json');
    expect({
      codes: localeCodes,
      countries: [...diallingCodes.keys()],
      continents: Object.keys(continents),
      eu: euCountries,
      currencies: currencyCodes,
      languages: languageCodes,
      phones: Object.fromEntries(diallingCodes),
    }).toEqual(
      Object.fromEntries(
        Object.entries(locale).flatMap(([name, { codes }]) => (name === 'translationFiles' ? [] : [[name, codes]])),
      ),
    );
  });
});
