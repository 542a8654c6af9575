import type { SignInMethod } from '../../domain/words.ts';

/** How a session began, after "signed in". */
export const methodWords: Record<SignInMethod, string> = {
  link: 'by a link',
  invitation: 'by an invitation',
  passkey: 'with a passkey',
  sso: 'through your organization',
  recovery: 'by a recovery link',
  persona: 'as somebody of the demo',
};
