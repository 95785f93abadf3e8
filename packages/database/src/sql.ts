/** What goes in and out of SQL. Whole numbers may come out as bigint. */
export type SqlValue = string | number | bigint | null;
export type SqlRow = readonly SqlValue[];
