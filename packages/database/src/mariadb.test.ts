import { openMariadb } from './adapters/mariadb/engine.js';
import { databaseContract } from './contract.js';
import { databaseProperties } from './property.js';

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
}
