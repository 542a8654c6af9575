/** Why somebody who came through single sign-on does not get in. The first ones are the provider's, see integrations/openid. */
export const signOnFailures = [
  'unreachable',
  'not_openid',
  'wrong_issuer',
  'denied',
  'client_refused',
  'code_refused',
  'nonce',
  'audience',
  'expired',
  'signature',
  'bad_answer',
  'state',
  'reused',
  'unknown',
  'no_email',
  'unverified',
  'not_member',
  'deactivated',
  'bound_elsewhere',
] as const;
export type SignOnFailure = (typeof signOnFailures)[number];

/** The reasons that lie in who somebody is here, and not in how they came. */
export type Unwelcome = Extract<
  SignOnFailure,
  'no_email' | 'unverified' | 'not_member' | 'deactivated' | 'bound_elsewhere'
>;
