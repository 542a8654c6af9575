import { letterOf } from './letter.tsx';
import { quoted } from './words.ts';

type Linked = { locale: string; link: string };

const UNASKED = 'If you did not ask for it, nothing happens unless you open it.';

/** The link that signs somebody in. */
export const signInLetter = ({ locale, link }: Linked) =>
  letterOf({
    subject: 'Your link to Cairn',
    locale,
    parts: [
      { label: 'Sign in to Cairn', href: link },
      'It works once, for 15 minutes, in the browser that asked for it.',
      UNASKED,
    ],
  });

/** The link that lets an owner in without the organization’s single sign-on. */
export const recoveryLetter = ({ locale, link }: Linked) =>
  letterOf({
    subject: 'Your way back into Cairn',
    locale,
    parts: [
      'This link lets you into your organization without its single sign-on.',
      { label: 'Come in', href: link },
      'It works once, for 15 minutes, in the browser that asked for it. That it was used stands in the audit log.',
      UNASKED,
    ],
  });

/** Word of a new passkey, to whoever owns the mailbox. */
export const passkeyLetter = ({ locale, name, account }: { locale: string; name: string; account: string }) =>
  letterOf({
    subject: 'A passkey was added to your account',
    locale,
    parts: [
      `The passkey “${quoted(name)}” can sign in to Cairn as you from now on.`,
      { label: 'Look at your passkeys', href: account },
      'If it was not you who added it, remove it there and end all other sessions.',
    ],
  });
