import { describe, expect, it } from '@jest/globals';
import { type Scenario, scenarios } from '../../../scenarios.js';
import { seriesOf } from '../../usage.js';
import { member } from '../members.js';
import { getProjectUsage } from './get.js';

const plain = member();
const NAMES = ['buckets', 'databases', 'documents', 'executions', 'network', 'requests', 'storage', 'users'];

const inRange = (range: string | undefined, length: number): Scenario => ({
  name: `gives ${length} points for ${range ?? 'no range'}`,
  as: 'consoleUser',
  params: (world) => ({ projectId: world.project.$id, ...(range === undefined ? {} : { range }) }),
  expect: { status: 200, body: { range: range ?? '30d' }, events: [] },
  async after(_, { body }) {
    expect(Object.keys(body).sort()).toEqual([...NAMES, 'range'].sort());
    for (const name of NAMES) expect(body[name]).toHaveLength(length);
  },
});

scenarios(getProjectUsage, [
  inRange('24h', 24),
  inRange('7d', 7),
  inRange('30d', 30),
  inRange('90d', 90),
  inRange(undefined, 30),
  {
    name: 'a plain member of the team sees it',
    given: plain.given,
    headers: plain.headers,
    project: 'console',
    params: (world) => ({ projectId: world.project.$id }),
    expect: { status: 200 },
  },
  {
    name: 'others do not see the project',
    as: 'consoleOther',
    params: (world) => ({ projectId: world.project.$id }),
    expect: { status: 404, type: 'project_not_found' },
  },
  ...['1h', '', '7D', '__proto__'].map(
    (range): Scenario => ({
      name: `the range ${JSON.stringify(range)} is refused`,
      as: 'consoleUser',
      params: (world) => ({ projectId: world.project.$id, range }),
      expect: { status: 400, type: 'general_argument_invalid' },
    }),
  ),
]);

scenarios(
  getProjectUsage,
  [
    {
      name: 'is off with the figures, whatever the project',
      as: 'consoleUser',
      params: { projectId: 'nowhere' },
      expect: { status: 501, type: 'general_usage_disabled' },
    },
    {
      name: 'which is said before parameters are looked at',
      as: 'consoleUser',
      params: { projectId: 'nowhere', range: '1d' },
      expect: { status: 501, type: 'general_usage_disabled' },
    },
    { name: 'but not to who may not ask', expect: { status: 401, type: 'general_unauthorized_scope' } },
  ],
  { _APP_USAGE_STATS: 'disabled' },
);

describe('a series', () => {
  const now = Date.parse('2030-03-01T12:34:56.789Z');
  const dates = (range: '24h' | '7d') => seriesOf(range, ['users'], now).users.map(({ date }) => date);

  it('has a point an hour, the last one under way', () => {
    expect(dates('24h').at(0)).toBe('2030-02-28T13:00:00.000+00:00');
    expect(dates('24h').at(-1)).toBe('2030-03-01T12:00:00.000+00:00');
  });

  it('has a point a day, oldest first', () => {
    expect(dates('7d')).toEqual(
      ['02-23', '02-24', '02-25', '02-26', '02-27', '02-28', '03-01'].map((day) => `2030-${day}T00:00:00.000+00:00`),
    );
  });
});
