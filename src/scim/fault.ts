import { Refusal, type RefusalCode } from '../domain/refusal.ts';

/** The words of RFC 7644, section 3.12, for what is wrong. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'sensitive';

/** A refusal that SCIM has its own word or status for. */
export class Fault extends Refusal {
  override name = 'Fault';
  readonly status: number;
  readonly scimType: ScimType | undefined;

  constructor(status: number, scimType: ScimType | undefined, message: string) {
    super(status === 404 ? 'not_found' : 'invalid', message);
    this.status = status;
    this.scimType = scimType;
  }
}

/** Something in the request is not as it must be. */
export const wrong = (scimType: ScimType, message: string) => new Fault(400, scimType, message);

const MESSAGE = 'urn:ietf:params:scim:api:messages:2.0:Error';

const statusOf = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  stale: 412,
  limit: 413,
  unavailable: 503,
} as const satisfies Record<RefusalCode, number>;

/** A refusal as SCIM tells it. `status` is text there (RFC 7644, section 3.12). */
export function presentFault(reason: Refusal): { status: number; body: Record<string, unknown> } {
  const status = reason instanceof Fault ? reason.status : statusOf[reason.code];
  const scimType = reason instanceof Fault ? reason.scimType : typeOf(reason.code);
  return { status, body: error(status, reason.message, scimType) };
}

export const error = (status: number, detail: string, scimType?: ScimType) => ({
  schemas: [MESSAGE],
  status: String(status),
  ...(scimType && { scimType }),
  detail,
});

const typeOf = (code: RefusalCode): ScimType | undefined =>
  code === 'invalid' ? 'invalidValue' : code === 'conflict' ? 'uniqueness' : undefined;
