/** What usage routes share: their range, and the shape of a series. Source: workers.md §9. */
import { isoTime } from '@plinth/database';
import { query, rules } from '@plinth/http';

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;

const ranges = {
  '24h': { seconds: HOUR_SECONDS, points: 24 },
  '7d': { seconds: DAY_SECONDS, points: 7 },
  '30d': { seconds: DAY_SECONDS, points: 30 },
  '90d': { seconds: DAY_SECONDS, points: 90 },
} as const;

export type UsageRange = keyof typeof ranges;

const DEFAULT_RANGE: UsageRange = '30d';

export interface Metric {
  readonly value: number;
  readonly date: string;
}

export const rangeParam = query(rules.oneOf(Object.keys(ranges) as UsageRange[]), 'How far back.').optional(
  DEFAULT_RANGE,
);

/**
 * One series a name over the range, oldest first, one point an hour or a day, the last one under way. All points are
 * 0: nothing is collected yet.
 */
export function seriesOf<Name extends string>(
  range: UsageRange | null,
  names: readonly Name[],
  now = Date.now(),
): Record<Name, Metric[]> & { range: UsageRange } {
  const { seconds, points } = ranges[range ?? DEFAULT_RANGE];
  const step = seconds * 1000;
  const last = Math.floor(now / step) * step;
  const series = Array.from({ length: points }, (_, at) => ({
    value: 0,
    date: isoTime(last - (points - 1 - at) * step),
  }));
  return {
    ...(Object.fromEntries(names.map((name) => [name, series])) as Record<Name, Metric[]>),
    range: range ?? DEFAULT_RANGE,
  };
}
