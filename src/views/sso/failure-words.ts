import type { SignOnFailure } from '../../domain/sso/failure.ts';

/** What happened, as a heading, and what somebody can do about it. `retry`: whether coming again may go better. */
type Words = { title: string; says: string; retry: boolean };

const owner = 'An owner of the organization can put this right in Admin, Security, Single sign-on.';

/** What people are told who came through single sign-on and do not get in. */
export const failureWords: Record<SignOnFailure, Words> = {
  unreachable: {
    title: 'Your organization’s sign-in did not answer',
    says: 'It may be down, or too slow at the moment. Try again in a minute.',
    retry: true,
  },
  not_openid: {
    title: 'There is no OpenID provider at the issuer’s address',
    says: `Nothing there says where to sign in. ${owner}`,
    retry: false,
  },
  wrong_issuer: {
    title: 'The provider calls itself something else',
    says: `The issuer that it names is not the one that is set. ${owner}`,
    retry: false,
  },
  denied: {
    title: 'You were not let through',
    says: 'Somebody chose to cancel, or your organization’s sign-in does not let this account use Cairn.',
    retry: true,
  },
  client_refused: {
    title: 'The provider does not know Cairn',
    says: `It refused the client ID, the secret or the redirect address. A secret may have expired. ${owner}`,
    retry: false,
  },
  code_refused: {
    title: 'This sign-in was used already',
    says: 'The provider takes each answer once, for a short time. Begin again.',
    retry: true,
  },
  nonce: {
    title: 'This answer belongs to another sign-in',
    says: 'It was not made for what this browser asked. Begin again.',
    retry: true,
  },
  audience: {
    title: 'This answer was meant for another application',
    says: `The provider made it out to somebody else than Cairn. ${owner}`,
    retry: false,
  },
  expired: {
    title: 'This answer has expired',
    says: 'It came too late, or the provider’s clock is wrong. Begin again.',
    retry: true,
  },
  signature: {
    title: 'This answer is not signed as it should be',
    says: `None of the provider’s keys made this signature. Nobody is let in without one. ${owner}`,
    retry: true,
  },
  bad_answer: {
    title: 'The provider’s answer could not be read',
    says: `It left out something that OpenID Connect asks for. ${owner}`,
    retry: true,
  },
  state: {
    title: 'This sign-in was begun elsewhere or too long ago',
    says: 'It has to end in the browser where it began, within 10 minutes. Begin again.',
    retry: true,
  },
  reused: { title: 'This sign-in was used already', says: 'Each one works once. Begin again.', retry: true },
  unknown: {
    title: 'There is no single sign-on here',
    says: 'No organization with single sign-on was found. Check its address, or ask an admin.',
    retry: false,
  },
  no_email: {
    title: 'Your sign-in did not tell your address',
    says: `Cairn knows people by their work email the first time they come. The provider has to send the claim “email”. ${owner}`,
    retry: false,
  },
  unverified: {
    title: 'Your address is not verified',
    says: 'The provider does not vouch for it, and the organization has not proved that its domain is theirs. Verify it there, or ask an admin to prove the domain.',
    retry: true,
  },
  not_member: {
    title: 'You are not a member yet',
    says: 'You were recognised, and nobody has invited you. Ask an admin of the organization.',
    retry: false,
  },
  deactivated: {
    title: 'Your access has ended',
    says: 'An admin of the organization can give it back.',
    retry: false,
  },
  bound_elsewhere: {
    title: 'Your address belongs to another account',
    says: 'Somebody with another account of this provider came with your address before. Use that account, or ask an admin.',
    retry: true,
  },
};
