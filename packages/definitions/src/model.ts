/** The types in which response models are declared; `models.ts` holds the models. */

export type ScalarType = 'string' | 'integer' | 'float' | 'boolean' | 'datetime' | 'json';

export interface ModelField {
  readonly name: string;
  /** A scalar, the name of another model, or several model names of which `when` picks one. */
  readonly type: string | readonly string[];
  readonly array?: boolean;
  readonly required: boolean;
  readonly default?: unknown;
}

export interface Model {
  readonly type: string;
  /** No body at all (204). */
  readonly none?: boolean;
  /** More fields than the declared ones may follow. */
  readonly any?: boolean;
  readonly fields: readonly ModelField[];
  /** Field values by which a list of alternatives is told apart. */
  readonly when?: Readonly<Record<string, unknown>>;
}
