import { stringifyJson } from '@plinth/definitions';
import { type ColumnType, type Dialect, quote } from '../../dialect.js';
import type { SqlValue } from '../../sql.js';

const TEXT = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci';
const TABLE = `ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci ROW_FORMAT=DYNAMIC`;
const ID = 'VARCHAR(64) CHARACTER SET ascii COLLATE ascii_general_ci';

function textType(size: number): string {
  if (size <= 16383) return `VARCHAR(${Math.max(size, 1)}) ${TEXT}`;
  // Four bytes a character: MEDIUMTEXT holds 16 MiB.
  return size <= 4194303 ? `MEDIUMTEXT ${TEXT}` : `LONGTEXT ${TEXT}`;
}

function columnType(type: ColumnType, size: number, array: boolean): string {
  if (array) return `LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;
  switch (type) {
    case 'string':
      return textType(size);
    case 'json':
      return `LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;
    case 'integer':
      return 'BIGINT';
    case 'double':
      return 'DOUBLE';
    case 'boolean':
      return 'TINYINT(1)';
    case 'datetime':
      return 'DATETIME(3)';
  }
}

export const mariadbDialect: Dialect = {
  name: 'mariadb',
  transactionalSchema: false,
  folds: false,
  nullSafeEqual: '<=>',
  mixesOrders: false,
  lastId: 'LAST_INSERT_ID()',
  forUpdate: ' FOR UPDATE',
  insertIgnore: 'INSERT IGNORE INTO',
  columnType,
  encode(type, value): SqlValue {
    if (value === null || value === undefined) return null;
    switch (type) {
      case 'boolean':
        return value ? 1 : 0;
      case 'datetime': // 2030-01-31T12:00:00.000+00:00 -> 2030-01-31 12:00:00.000
        return `${(value as string).slice(0, 10)} ${(value as string).slice(11, 23)}`;
      case 'json':
        return stringifyJson(value);
      default:
        return value as SqlValue;
    }
  },
  decode(type, value): unknown {
    if (value === null) return null;
    switch (type) {
      case 'boolean':
        return Number(value) === 1;
      case 'datetime': {
        const text = value as string;
        return `${text.slice(0, 10)}T${text.slice(11).padEnd(12, '.000').slice(0, 12)}+00:00`;
      }
      case 'double':
        return Number(value);
      default:
        return value;
    }
  },
  createCollection({ table, shared, scope, columns, permissions, fulltext }) {
    const owner = shared ? '_project BIGINT UNSIGNED NOT NULL, ' : '';
    const lead = shared ? '_project, ' : '';
    const unique = [...(shared ? ['_project'] : []), ...(scope ? [quote(scope)] : []), '_uid'].join(', ');
    const statements = [
      `CREATE TABLE IF NOT EXISTS ${quote(table)} (
        _id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, ${owner}
        _uid ${ID} NOT NULL, _created DATETIME(3) NOT NULL, _updated DATETIME(3) NOT NULL,
        _rev BIGINT UNSIGNED NOT NULL DEFAULT 1, _perms MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
        ${columns.map((column) => `${column} NULL,`).join(' ')}
        UNIQUE KEY _u (${unique}), KEY _c (${lead}_created), KEY _d (${lead}_updated)
      ) ${TABLE}`,
    ];
    if (permissions) {
      statements.push(
        `CREATE TABLE IF NOT EXISTS ${quote(`${table}_perm`)} (
          _doc BIGINT UNSIGNED NOT NULL, _type TINYINT NOT NULL,
          _role VARCHAR(90) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
          PRIMARY KEY (_doc, _type, _role), KEY r (_role, _type, _doc)
        ) ${TABLE}`,
      );
    }
    if (fulltext) {
      statements.push(
        `CREATE TABLE IF NOT EXISTS ${quote(`${table}_ft`)} (
          _project BIGINT UNSIGNED NOT NULL, _index BIGINT UNSIGNED NOT NULL,
          _token VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, _doc BIGINT UNSIGNED NOT NULL,
          PRIMARY KEY (_project, _index, _token, _doc), KEY d (_doc, _index)
        ) ${TABLE}`,
      );
    }
    return statements;
  },
  createLinks: (table) => [
    `CREATE TABLE IF NOT EXISTS ${quote(table)} (_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      a BIGINT UNSIGNED NOT NULL, b BIGINT UNSIGNED NOT NULL, UNIQUE KEY _u (a, b), KEY _v (b, a)) ${TABLE}`,
  ],
  columnNames: 'SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?',
  addColumn: (table, columns) => [
    `ALTER TABLE ${quote(table)} ${columns.map((column) => `ADD COLUMN IF NOT EXISTS ${column} NULL`).join(', ')}`,
  ],
  widenColumn: (table, column) => [`ALTER TABLE ${quote(table)} MODIFY COLUMN ${column} NULL`],
  // The weights are those of the column's collation, which takes no notice of trailing blanks.
  addDigest: (table, name, column) => [
    `ALTER TABLE ${quote(table)} ADD COLUMN IF NOT EXISTS ${quote(name)} BINARY(32)
      AS (UNHEX(SHA2(WEIGHT_STRING(TRIM(TRAILING ' ' FROM ${quote(column)})), 256))) VIRTUAL`,
  ],
  createIndex({ table, name, unique, parts }) {
    const list = parts.map(
      ({ column, length, descending }) => `${quote(column)}${length ? `(${length})` : ''}${descending ? ' DESC' : ''}`,
    );
    const create = `CREATE ${unique ? 'UNIQUE ' : ''}INDEX IF NOT EXISTS ${quote(name)}`;
    return `${create} ON ${quote(table)} (${list.join(', ')})`;
  },
  dropIndex: (table, name) => `DROP INDEX IF EXISTS ${quote(name)} ON ${quote(table)}`,
  dropColumn: (table, columns) => [
    `ALTER TABLE ${quote(table)} ${columns.map((column) => `DROP COLUMN IF EXISTS ${quote(column)}`).join(', ')}`,
  ],
  dropTables: (tables) => [`DROP TABLE IF EXISTS ${tables.map(quote).join(', ')}`],
};
