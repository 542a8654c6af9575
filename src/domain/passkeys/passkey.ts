import { base64url } from 'jose';
import { z } from 'zod';
import { invalid, Refusal } from '../refusal.ts';

/** Where passkeys work: the host name, which they are bound to for good, and the origin that browsers report. */
export type Site = { id: string; origin: string };

/** A passkey as its person sees it. `backedUp`: it lives in an account that syncs it, and not on one device alone. */
export type Passkey = { id: string; name: string; backedUp: boolean; createdAt: number; usedAt: number | null };

const passkeyName = z
  .string()
  .trim()
  .min(1, 'Write a name by which you will know this passkey.')
  .max(60, 'A name has at most 60 characters.');

const encoded = z
  .string()
  .max(32_768)
  .regex(/^[\w-]+$/);

/** What a browser answers with a new passkey (WebAuthn, RegistrationResponseJSON). */
export const newKeyAnswer = z.object({
  id: encoded,
  rawId: encoded,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: encoded,
    attestationObject: encoded,
    transports: z.array(z.string().max(32)).max(8).default([]),
  }),
  clientExtensionResults: z.object({}).default({}),
});

/** What a browser answers with a passkey that it has (WebAuthn, AuthenticationResponseJSON). */
export const keyAnswer = z.object({
  id: encoded,
  rawId: encoded,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: encoded,
    authenticatorData: encoded,
    signature: encoded,
    userHandle: encoded.optional(),
  }),
  clientExtensionResults: z.object({}).default({}),
});
export type KeyAnswer = z.infer<typeof keyAnswer>;

/** @throws Refusal `invalid` at `name` */
export function readName(typed: string): string {
  const name = passkeyName.safeParse(typed);
  if (!name.success) throw invalid({ name: name.error.issues[0]!.message });
  return name.data;
}

/** Reads an answer that came as the text of a form field. @throws Refusal `unauthorized` for what is none */
export function readAnswer<Answer extends z.ZodType>(schema: Answer, text: string): z.infer<Answer> {
  const read = schema.safeParse(parsed(() => text));
  if (!read.success) throw refused();
  return read.data;
}

const clientData = z.object({ challenge: encoded });

/** The challenge that a browser says it has signed. @throws Refusal `unauthorized` for an answer without one */
export function challengeIn(clientDataJSON: string): string {
  const read = clientData.safeParse(parsed(() => new TextDecoder().decode(base64url.decode(clientDataJSON))));
  if (!read.success) throw refused();
  return read.data.challenge;
}

export const refused = (why = 'This passkey was not accepted. Try again, or ask for a link.') =>
  new Refusal('unauthorized', why);

function parsed(text: () => string): unknown {
  try {
    return JSON.parse(text());
  } catch {
    return null;
  }
}
