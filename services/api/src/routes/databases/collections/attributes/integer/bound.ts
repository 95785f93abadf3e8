import { type Rule, rules } from '@plinth/http';

/** What is left of the widest bounds in clients whose numbers are doubles, as they print them. */
const ROUNDED: readonly (readonly [rounded: bigint, exact: bigint])[] = [
  [-9223372036854776000n, -9223372036854775808n],
  [9223372036854776000n, 9223372036854775807n],
  [9223372036854775808n, 9223372036854775807n],
];

/** A bound of a whole number attribute. Read from an attribute without bounds and sent back, it stays what it is. */
export function bound(): Rule<number | bigint> {
  const integer = rules.integer();
  return {
    schema: integer.schema,
    check(value, context) {
      const isLarge = typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
      const found = isLarge ? ROUNDED.find(([rounded]) => rounded === BigInt(value)) : undefined;
      return found ? found[1] : integer.check(value, context);
    },
  };
}
