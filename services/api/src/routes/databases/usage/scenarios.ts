/** What the routes of usage figures below databases have in common, as tables for their tests. */
import { expect } from '@jest/globals';
import { models } from '@plinth/definitions';
import { type Scenario, scenarios, type World } from '../../../scenarios.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface UsageOf {
  readonly route: Parameters<typeof scenarios>[0];
  readonly model: string;
  /** Makes what the figures are of. */
  readonly given?: (world: World) => Promise<unknown>;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly refusals?: readonly Scenario[];
}

export function usageScenarios({ route, model, given = async () => undefined, params = {}, refusals = [] }: UsageOf) {
  const metrics = (models[model]?.fields ?? []).filter(({ type }) => type === 'metric').map(({ name }) => name);
  const covered = (range: string | undefined, points: number, period: number): Scenario => ({
    name: `gives ${points} points for ${range ?? 'no range'}, the oldest first`,
    as: 'admin',
    given,
    params: { ...params, ...(range === undefined ? {} : { range }) },
    expect: { status: 200, body: { range: range ?? '30d' }, events: [] },
    async after(_, { body }) {
      expect(Object.keys(body).sort()).toEqual([...metrics, 'range'].sort());
      for (const metric of metrics) {
        const times = (body[metric] as { value: number; date: string }[]).map(({ date }) => Date.parse(date));
        expect(times).toHaveLength(points);
        for (const [index, time] of times.slice(1).entries()) expect(time - (times[index] ?? 0)).toBe(period);
        expect(Date.now() - (times.at(-1) ?? 0)).toBeLessThan(period + HOUR);
      }
    },
  });
  scenarios(route, [
    covered(undefined, 30, DAY),
    covered('24h', 24, HOUR),
    covered('7d', 7, DAY),
    covered('30d', 30, DAY),
    covered('90d', 90, DAY),
    ...['1h', '', '7D', '__proto__'].map(
      (range): Scenario => ({
        name: `the range ${JSON.stringify(range)} is refused`,
        as: 'admin',
        given,
        params: { ...params, range },
        expect: { status: 400, type: 'general_argument_invalid' },
      }),
    ),
    { name: 'a key is given them too', as: 'key', given, params, expect: { status: 200 } },
    ...refusals,
  ]);
  scenarios(
    route,
    [
      {
        name: 'where nothing is collected there are none, whatever is asked for',
        as: 'admin',
        params: { ...Object.fromEntries(Object.keys(params).map((name) => [name, 'nowhere'])), range: 'wrong' },
        expect: { status: 501, type: 'general_usage_disabled' },
      },
    ],
    { _APP_USAGE_STATS: 'disabled' },
  );
}
