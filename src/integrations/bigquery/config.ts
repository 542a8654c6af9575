import { z } from 'zod';

/**
 * Stored in the clear: the Google Cloud project that pays, the location of its data where it is not found by itself, and
 * the account that reads. `own` says that the account is the connection's, not the deployment's.
 */
export type BigQueryConfig = { project_id: string; location: string | null; account: string | null; own: boolean };

/** The key of a service account; null reads as the deployment's own. */
export type BigQuerySecret = { account: ServiceAccount | null };

export type ServiceAccount = { client_email: string; private_key: string; private_key_id: string };

export type BigQueryQuery = { sql: string; maximum_bytes_billed: string };

/** 10 GiB: about six cents. */
const USUAL_LIMIT = String(10 * 1024 ** 3);
/** 1 TiB. */
const HIGHEST_LIMIT = 1024 ** 4;

const KEY = 'Paste the whole JSON file of a service account key.';

/** The fields of a key file that are used. Where to send it is not read from it: that would let a file choose the address. */
const keyFile = z.object({
  type: z.literal('service_account', KEY),
  client_email: z.string(KEY).regex(/^[^\s@]+@[^\s@]+$/, KEY),
  private_key: z.string(KEY).includes('PRIVATE KEY', KEY),
  private_key_id: z.string().default(''),
});

/** A key file as its text, or already as an object. @throws nothing: a wrong one is an issue of the schema */
export const serviceAccount = z.preprocess(
  (given) => {
    if (typeof given !== 'string') return given;
    try {
      return JSON.parse(given);
    } catch {
      return null;
    }
  },
  keyFile.transform(({ client_email, private_key, private_key_id }): ServiceAccount => {
    // Copied out of a setting, a key can arrive with its line ends written as two characters.
    return { client_email, private_key: private_key.replaceAll('\\n', '\n'), private_key_id };
  }),
);

const PROJECT = 'A project id has 6 to 30 small letters, digits and hyphens, such as acme-analytics.';

/** `{project_id, location?, service_account?}`; without a key the deployment's own account reads. */
export const input = z
  .strictObject({
    project_id: z
      .string(PROJECT)
      .trim()
      .regex(/^([a-z0-9.-]{1,63}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/, PROJECT),
    location: z
      .string()
      .trim()
      .regex(/^([A-Za-z0-9-]{2,40})?$/, 'A location is a region such as europe-west3, or US or EU.')
      .optional(),
    service_account: z.union([z.literal('').transform(() => null), serviceAccount], KEY).optional(),
  })
  .transform(({ project_id, location, service_account }): { config: BigQueryConfig; secret: BigQuerySecret } => ({
    config: {
      project_id,
      location: location || null,
      account: service_account?.client_email ?? null,
      own: Boolean(service_account),
    },
    secret: { account: service_account ?? null },
  }));

const LIMIT = 'Write a whole number of bytes, from 10485760 (10 MiB) to 1099511627776 (1 TiB).';

export const query: z.ZodType<BigQueryQuery> = z.strictObject({
  sql: z
    .string('Write a SQL query.')
    .trim()
    .min(1, 'Write a SQL query.')
    .max(20_000, 'A SQL query has at most 20,000 characters.'),
  maximum_bytes_billed: z
    .union([z.string().trim(), z.number().transform(String)], LIMIT)
    .optional()
    .transform((given) => given || USUAL_LIMIT)
    .refine((text) => /^\d+$/.test(text) && Number(text) >= 10 * 1024 ** 2 && Number(text) <= HIGHEST_LIMIT, LIMIT),
});
