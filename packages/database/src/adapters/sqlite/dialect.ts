import { stringifyJson } from '@plinth/definitions';
import { type Dialect, quote } from '../../dialect.js';
import type { SqlValue } from '../../sql.js';

// Times are ISO text: it sorts as bytes in time order and needs no conversion on the way out.
const TYPES = {
  string: 'TEXT',
  json: 'TEXT',
  datetime: 'TEXT',
  integer: 'INTEGER',
  boolean: 'INTEGER',
  double: 'REAL',
} as const;

export const sqliteDialect: Dialect = {
  name: 'sqlite',
  transactionalSchema: true,
  folds: true,
  nullSafeEqual: 'IS',
  mixesOrders: true,
  lastId: 'last_insert_rowid()',
  forUpdate: '',
  insertIgnore: 'INSERT OR IGNORE INTO',
  columnType: (type, _size, array) => (array ? 'TEXT' : TYPES[type]),
  encode(type, value): SqlValue {
    if (value === null || value === undefined) return null;
    if (type === 'boolean') return value ? 1 : 0;
    if (type === 'json') return stringifyJson(value);
    // The driver binds every JS number as REAL; a STRICT integer column converts it back as long as it is whole.
    return value as SqlValue;
  },
  decode(type, value): unknown {
    if (value === null) return null;
    if (type === 'boolean') return Number(value) === 1;
    if (type === 'double') return Number(value);
    return value;
  },
  createCollection({ table, shared, scope, columns, permissions, fulltext }) {
    const name = quote(table);
    const lead = shared ? '_project, ' : '';
    const unique = [...(shared ? ['_project'] : []), ...(scope ? [quote(scope)] : []), '_uid'].join(', ');
    const statements = [
      `CREATE TABLE IF NOT EXISTS ${name} (
        _id INTEGER PRIMARY KEY AUTOINCREMENT, ${shared ? '_project INTEGER NOT NULL, ' : ''}
        _uid TEXT NOT NULL COLLATE NOCASE, _created TEXT NOT NULL, _updated TEXT NOT NULL,
        _rev INTEGER NOT NULL DEFAULT 1, _perms TEXT NOT NULL${columns.map((column) => `, ${column}`).join('')}
      ) STRICT`,
      `CREATE UNIQUE INDEX IF NOT EXISTS ${quote(`${table}__u`)} ON ${name} (${unique})`,
      `CREATE INDEX IF NOT EXISTS ${quote(`${table}__c`)} ON ${name} (${lead}_created)`,
      `CREATE INDEX IF NOT EXISTS ${quote(`${table}__d`)} ON ${name} (${lead}_updated)`,
    ];
    if (permissions) {
      const perm = `${table}_perm`;
      statements.push(
        `CREATE TABLE IF NOT EXISTS ${quote(perm)} (_doc INTEGER NOT NULL, _type INTEGER NOT NULL, _role TEXT NOT NULL,
          PRIMARY KEY (_doc, _type, _role)) STRICT, WITHOUT ROWID`,
        `CREATE INDEX IF NOT EXISTS ${quote(`${perm}_r`)} ON ${quote(perm)} (_role, _type, _doc)`,
      );
    }
    if (fulltext) {
      const tokens = `${table}_ft`;
      statements.push(
        `CREATE TABLE IF NOT EXISTS ${quote(tokens)} (_project INTEGER NOT NULL, _index INTEGER NOT NULL,
          _token TEXT NOT NULL, _doc INTEGER NOT NULL,
          PRIMARY KEY (_project, _index, _token, _doc)) STRICT, WITHOUT ROWID`,
        `CREATE INDEX IF NOT EXISTS ${quote(`${tokens}_d`)} ON ${quote(tokens)} (_doc, _index)`,
      );
    }
    return statements;
  },
  createLinks: (table) => [
    `CREATE TABLE IF NOT EXISTS ${quote(table)} (_id INTEGER PRIMARY KEY AUTOINCREMENT,
      a INTEGER NOT NULL, b INTEGER NOT NULL) STRICT`,
    `CREATE UNIQUE INDEX IF NOT EXISTS ${quote(`${table}__u`)} ON ${quote(table)} (a, b)`,
    `CREATE INDEX IF NOT EXISTS ${quote(`${table}__v`)} ON ${quote(table)} (b, a)`,
  ],
  columnNames: 'SELECT name FROM pragma_table_info(?)',
  addColumn: (table, columns) => columns.map((column) => `ALTER TABLE ${quote(table)} ADD COLUMN ${column}`),
  widenColumn: () => [], // text has no declared length
  addDigest: () => [], // keys may be as long as they need
  createIndex({ table, name, unique, parts }) {
    const list = parts.map(({ column, descending, folded }) => {
      const indexed = folded ? `fold(${quote(column)})` : quote(column);
      return `${indexed}${descending ? ' DESC' : ''}`;
    });
    // Index names are global in SQLite: the table's name makes them unique.
    const create = `CREATE ${unique ? 'UNIQUE ' : ''}INDEX IF NOT EXISTS ${quote(`${table}_${name}`)}`;
    return `${create} ON ${quote(table)} (${list.join(', ')})`;
  },
  dropIndex: (table, name) => `DROP INDEX IF EXISTS ${quote(`${table}_${name}`)}`,
  dropColumn: (table, columns) => columns.map((column) => `ALTER TABLE ${quote(table)} DROP COLUMN ${quote(column)}`),
  dropTables: (tables) => tables.map((table) => `DROP TABLE IF EXISTS ${quote(table)}`),
};
