import { type Model, type ModelField, models } from '@plinth/definitions';

type Shaper = (value: Readonly<Record<string, unknown>>) => Record<string, unknown>;

const shapers = new Map<string, Shaper>();

/**
 * Gives the function that reduces a value to the fields of a response model: fields the model does not name are
 * dropped, missing required ones become their default, other missing ones null. Of several models the value tells
 * which one is meant. Prepared once a model.
 */
export function shape(modelName: string | readonly string[]): Shaper {
  const name = String(modelName);
  let shaper = shapers.get(name);
  if (!shaper) {
    shaper = typeof modelName === 'string' ? prepare(modelName) : choose(modelName);
    shapers.set(name, shaper);
  }
  return shaper;
}

function prepare(modelName: string): Shaper {
  const model = models[modelName];
  if (!model) throw new Error(`There is no model ${modelName}.`);
  const fields = model.fields.map((field) => ({ name: field.name, read: reader(field) }));
  if (model.any) {
    return (value) => {
      const result: Record<string, unknown> = {};
      for (const name of Object.keys(value)) {
        // Assigned, this name would be no field of the result but what it inherits from.
        if (name === '__proto__') Object.defineProperty(result, name, { value: value[name], enumerable: true });
        else if (name !== '$internalId') result[name] = value[name];
      }
      for (const { name, read } of fields) result[name] = read(value[name]);
      return result;
    };
  }
  return (value) => {
    const result: Record<string, unknown> = {};
    for (const { name, read } of fields) result[name] = read(value[name]);
    return result;
  };
}

function choose(names: readonly string[]): Shaper {
  const pick = alternatives(names.map((name) => models[name]).filter((model) => model !== undefined));
  return (value) => pick(value as Record<string, unknown>)(value);
}

const SCALARS = new Set(['string', 'integer', 'float', 'boolean', 'datetime', 'json']);

function reader(field: ModelField): (value: unknown) => unknown {
  const preset = field.required ? (field.default ?? (field.array ? [] : null)) : null;
  const type = field.type;
  if (typeof type === 'string' && (SCALARS.has(type) || !models[type])) {
    return (value) => (value === undefined || value === null ? preset : value);
  }
  const pick: (value: Record<string, unknown>) => Shaper =
    typeof type === 'string'
      ? lazily(type)
      : alternatives(type.map((name) => models[name]).filter((model) => model !== undefined));
  const one = (value: unknown) =>
    typeof value === 'object' && value !== null
      ? pick(value as Record<string, unknown>)(value as Record<string, unknown>)
      : value;
  if (field.array) return (value) => (Array.isArray(value) ? value.map(one) : preset);
  return (value) => (value === undefined || value === null ? preset : one(value));
}

// Models may contain themselves, so their shapers are looked up when first used.
function lazily(name: string): () => Shaper {
  let shaper: Shaper | undefined;
  return () => {
    shaper ??= shape(name);
    return shaper;
  };
}

function alternatives(choices: readonly Model[]): (value: Record<string, unknown>) => Shaper {
  const marked = choices.map((model) => ({ model, marks: Object.entries(marksOf(model)) }));
  return (value) => {
    const fitting = marked.find(({ marks }) => marks.every(([name, wanted]) => value[name] === wanted));
    const model = fitting?.model ?? choices.at(-1);
    if (!model) throw new Error('A model field names no known alternative.');
    return shape(model.type);
  };
}

/** Values that tell a model from its alternatives: what it says, or else the name that it gives itself as its type. */
function marksOf({ when, fields }: Model): Readonly<Record<string, unknown>> {
  if (when) return when;
  const type = fields.find(({ name }) => name === 'type')?.default;
  return type ? { type } : {};
}
