import { expect, it } from '@jest/globals';
import { openMariadb } from './adapters/mariadb/engine.js';
import { databaseContract } from './contract.js';
import { databaseProperties } from './property.js';
import { relationProperties } from './relations/property.js';

const {
  _APP_DB_HOST: host,
  _APP_DB_PORT: port,
  _APP_DB_USER: user,
  _APP_DB_PASS: password,
  _APP_DB_SCHEMA: database,
} = process.env;

if (host) {
  const open = () =>
    openMariadb({
      host,
      port: Number(port),
      user: user ?? '',
      password: password ?? '',
      database: database ?? '',
      poolSize: 8,
      statementTimeoutSeconds: 15,
    });

  databaseContract('MariaDB', open);
  databaseProperties('MariaDB', open);
  relationProperties('MariaDB', open);

  it('MariaDB: reads a state again whose table was altered meanwhile', async () => {
    const engine = await open();
    const table = `z${process.pid}_altered`;
    await engine.alter([`CREATE TABLE ${table} (a INT NOT NULL)`, `INSERT INTO ${table} VALUES (7)`]);
    let attempts = 0;
    const rows = await engine.snapshot(async (connection) => {
      await connection.all('SELECT 1');
      if (++attempts === 1) await engine.alter([`ALTER TABLE ${table} ADD COLUMN b INT, FORCE`]);
      return connection.all(`SELECT a FROM ${table}`);
    });
    await engine.alter([`DROP TABLE ${table}`]);
    await engine.close();
    expect({ attempts, rows: rows.map(([a]) => Number(a)) }).toEqual({ attempts: 2, rows: [7] });
  });
}
