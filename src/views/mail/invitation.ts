import { letterOf } from './letter.tsx';
import { dayIn, named, type Reader } from './words.ts';

type Invited = { organization: string; inviter: string | null; expiresAt: number; link: string };

/** Who asks whom to join what, and the link with its last day. */
export const invitationLetter = (reader: Reader, { organization, inviter, expiresAt, link }: Invited) =>
  letterOf({
    subject: `You are invited to ${named(organization)} on Cairn`,
    locale: reader.locale,
    parts: [
      `${named(inviter ?? 'An admin')} invites you to ${named(organization)} on Cairn, where its objectives and key results live.`,
      { label: 'Come in', href: link },
      `It is yours alone and works once, until ${dayIn(reader, expiresAt)}. There is no password.`,
      'If you do not know who this is from, nothing happens unless you open it.',
    ],
  });
