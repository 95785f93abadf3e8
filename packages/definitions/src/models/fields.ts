/** The words in which models are written. Without a second argument a field has the natural default of its type. */
import type { Model, ModelField, ScalarType } from '../model.js';

export function model(type: string, fields: readonly ModelField[], rest: Omit<Model, 'type' | 'fields'> = {}): Model {
  return { type, ...rest, fields };
}

const scalar =
  (type: ScalarType, natural: unknown) =>
  (name: string, preset: unknown = natural): ModelField => ({ name, type, required: true, default: preset });

export const string = scalar('string', '');
export const integer = scalar('integer', 0);
export const float = scalar('float', 0);
export const boolean = scalar('boolean', false);
export const datetime = scalar('datetime', '');

export const strings = (name: string, preset: unknown = []): ModelField => ({
  name,
  type: 'string',
  array: true,
  required: true,
  default: preset,
});

/** An object of another model. Of several models, `when` of each tells which one it is. */
export const one = (name: string, type: string | readonly string[], preset: unknown = {}): ModelField => ({
  name,
  type,
  required: true,
  default: preset,
});

/** A list of objects of another model, or of one of several. */
export const many = (name: string, type: string | readonly string[]): ModelField => ({
  name,
  type,
  array: true,
  required: true,
  default: [],
});

/** A field that is sent as null when it has no value. */
export const optional = (field: ModelField, preset: unknown): ModelField => ({
  ...field,
  required: false,
  default: preset,
});

/** A required field that every document must bring. */
export function noDefault({ default: _, ...field }: ModelField): ModelField {
  return field;
}

/** What most documents begin with. */
export const meta: readonly ModelField[] = [string('$id'), datetime('$createdAt'), datetime('$updatedAt')];
