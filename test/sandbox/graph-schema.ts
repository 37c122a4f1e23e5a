import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';

/**
 * Judges a body by Graph's published metadata: property types, enum members, required parts, and no property that Graph
 * does not have. An object that names its type with `@odata.type` is judged as that type.
 */

export type Judge = (type: string, body: unknown) => readonly string[];

const ANY = () => true;
const FORMATS = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  int32: ANY,
  int64: ANY,
  float: ANY,
  double: ANY,
  decimal: ANY,
  duration: ANY,
  date: ANY,
  time: ANY,
  byte: ANY,
  base64url: ANY,
  binary: ANY,
  int16: ANY,
  uint8: ANY,
  guid: ANY,
};

/** OpenAPI 3.0 to JSON Schema: `nullable` becomes a type, and open types are closed so that unknown properties show. */
function toJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toJsonSchema);
  if (value === null || typeof value !== 'object') return value;
  const { nullable, additionalProperties, ...rest } = value as Record<string, unknown>;
  const schema = Object.fromEntries(Object.entries(rest).map(([key, member]) => [key, toJsonSchema(member)]));
  if (additionalProperties !== undefined && additionalProperties !== true) {
    schema['additionalProperties'] = toJsonSchema(additionalProperties);
  }
  if (nullable !== true) return schema;
  if (Array.isArray(schema['enum'])) schema['enum'] = [...(schema['enum'] as unknown[]), null];
  return typeof schema['type'] === 'string' ? { ...schema, type: [schema['type'], 'null'] } : schema;
}

/**
 * The metadata in the file has no navigation properties. This one comes with every method configuration, as the documented
 * answer shows. Source: authenticationMethodsPolicy-get.
 */
function withIncludeTargets(schemas: Record<string, unknown>): object {
  const targets = { type: 'array', items: { $ref: '#/components/schemas/microsoft.graph.authenticationMethodTarget' } };
  const entries = Object.entries(schemas).map(([name, schema]) => {
    if (!name.endsWith('AuthenticationMethodConfiguration') || JSON.stringify(schema).includes('includeTargets')) {
      return [name, schema];
    }
    return [name, { allOf: [schema, { properties: { includeTargets: targets } }] }];
  });
  return Object.fromEntries(entries) as object;
}

function typedParts(body: unknown): readonly Record<string, unknown>[] {
  if (Array.isArray(body)) return body.flatMap(typedParts);
  if (body === null || typeof body !== 'object') return [];
  const own = '@odata.type' in body ? [body as Record<string, unknown>] : [];
  return [...own, ...Object.values(body).flatMap(typedParts)];
}

/** Reads the metadata in `file`. */
export function graphJudge(file: string): Judge {
  const { components } = parse(readFileSync(file, 'utf8'), { maxAliasCount: -1 }) as {
    components: { schemas: Record<string, unknown> };
  };
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: FORMATS });
  ajv.addSchema({
    $id: 'graph',
    components: toJsonSchema({ ...components, schemas: withIncludeTargets(components.schemas) }) as object,
  });
  const compiled = new Map<string, ValidateFunction>();
  const validatorOf = (type: string): ValidateFunction => {
    const validate =
      compiled.get(type) ??
      ajv.compile({
        $ref: `graph#/components/schemas/${type}`,
        patternProperties: { '@odata\\.': true },
        unevaluatedProperties: false,
      });
    compiled.set(type, validate);
    return validate;
  };
  const problemsOf = (type: string, body: unknown): string[] => {
    const validate = validatorOf(type);
    validate(body);
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${type}${instancePath} ${String(message)} ${JSON.stringify(params)}`,
    );
  };
  return (type, body) => [
    ...problemsOf(type, body),
    ...typedParts(body).flatMap((part) => problemsOf(String(part['@odata.type']).slice(1), part)),
  ];
}
