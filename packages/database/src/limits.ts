/** How wide rows may get, counted as MariaDB does and refused alike on both engines. Source: databases.md §5.4. */

export const ATTRIBUTES_MAX = 1012;
export const INDEXES_MAX = 59;
const ROW_BYTES_MAX = 65535;
const ROW_BYTES_BASE = 1500;

export interface Measured {
  readonly type: string;
  readonly size: number;
}

/** Bytes that one attribute adds to a row. */
export function attributeBytes({ type, size }: Measured): number {
  switch (type) {
    case 'string':
      if (size <= 255) return 4 * size + 1;
      if (size <= 16383) return 4 * size + 2;
      if (size <= 65535) return 10;
      return size <= 16777215 ? 11 : 12;
    case 'integer':
      return size > 4 ? 8 : 4;
    case 'double':
      return 8;
    case 'boolean':
      return 1;
    case 'datetime':
      return 19;
    default:
      return 4;
  }
}

/** Whether these attributes together fit one row. */
export function fitsRow(attributes: readonly Measured[]): boolean {
  if (attributes.length > ATTRIBUTES_MAX) return false;
  return attributes.reduce((sum, attribute) => sum + attributeBytes(attribute), ROW_BYTES_BASE) < ROW_BYTES_MAX;
}
