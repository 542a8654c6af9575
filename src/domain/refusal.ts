export const refusalCodes = [
  'invalid',
  'unauthorized',
  'forbidden',
  'not_found',
  'conflict',
  'stale',
  'limit',
  'unavailable',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** Sentences by field name: what is wrong and what to do. */
export type FieldErrors = Record<string, string>;

/**
 * Our rules say no. Thrown by verbs, translated once per door. `message` is a sentence for a person.
 * "Not yours" is `not_found`; `forbidden` is for what one may see and not change.
 */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly code: RefusalCode;
  readonly fields: FieldErrors | undefined;

  constructor(code: RefusalCode, message: string, fields?: FieldErrors) {
    super(message);
    this.code = code;
    this.fields = fields;
  }
}

/** A refusal that points at fields. The message is the first field's sentence unless given. */
export const invalid = (fields: FieldErrors, message = Object.values(fields)[0] ?? 'Something here is not valid.') =>
  new Refusal('invalid', message, fields);
