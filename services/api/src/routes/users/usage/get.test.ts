import { expect } from '@jest/globals';
import { models } from '@plinth/definitions';
import { type Scenario, scenarios } from '../../../scenarios.js';
import { getUsersUsage } from './get.js';

const HOUR = 3_600_000;
const metrics = models.usageUsers?.fields.filter(({ type }) => type === 'metric').map(({ name }) => name) ?? [];

const covered = (params: Record<string, string>, range: string, points: number, period: number): Scenario => ({
  name: `${JSON.stringify(params)} gives ${points} points, the oldest first`,
  as: 'admin',
  params,
  expect: { status: 200, body: { range }, events: [] },
  async after(_, { body }) {
    expect(metrics).toHaveLength(8);
    for (const metric of metrics) {
      const series = body[metric] as { value: number; date: string }[];
      expect(series).toHaveLength(points);
      const times = series.map(({ date }) => Date.parse(date));
      for (const [index, time] of times.slice(1).entries()) expect(time - (times[index] ?? 0)).toBe(period);
      expect(Date.now() - (times.at(-1) ?? 0)).toBeLessThan(period + HOUR);
    }
  },
});

scenarios(getUsersUsage, [
  covered({}, '30d', 30, 24 * HOUR),
  covered({ range: '24h' }, '24h', 24, HOUR),
  covered({ range: '7d', provider: 'email' }, '7d', 7, 24 * HOUR),
  covered({ range: '90d', provider: 'oauth-github' }, '90d', 90, 24 * HOUR),
  ...[{ range: '1d' }, { range: '24H' }, { provider: 'github' }, { provider: 'toString' }].map(
    (params): Scenario => ({
      name: `${JSON.stringify(params)} is refused`,
      as: 'admin',
      params,
      expect: { status: 400, type: 'general_argument_invalid' },
    }),
  ),
  { name: 'a key is given them too', as: 'key', expect: { status: 200 } },
  { name: 'a user is refused', as: 'user', expect: { status: 401, type: 'general_unauthorized_scope' } },
]);

scenarios(
  getUsersUsage,
  [
    {
      name: 'where nothing is collected there are none',
      as: 'admin',
      expect: { status: 501, type: 'general_usage_disabled' },
    },
    {
      name: 'which is said before parameters are looked at',
      as: 'admin',
      params: { range: '1d' },
      expect: { status: 501, type: 'general_usage_disabled' },
    },
    { name: 'but not to who may not ask', expect: { status: 401, type: 'general_unauthorized_scope' } },
  ],
  { _APP_USAGE_STATS: 'disabled' },
);
