/** What the routes of databases share. */
import type { Reader, SystemRow } from '@plinth/database';
import { AppError } from '@plinth/definitions';
import { path, rules } from '@plinth/http';

export const databaseParams = { databaseId: path(rules.uid(), 'ID of the database.') };

export async function findDatabase(documents: Reader, databaseId: string): Promise<SystemRow<'databases'>> {
  const database = await documents.get('databases', databaseId);
  if (!database) throw new AppError('database_not_found');
  return database;
}

/** The words that lists of databases and collections are searched by. */
export const searchTextOf = ({ $id, name }: { $id: string; name: string }): string => `${$id} ${name}`;
