import { letterOf } from './letter.tsx';
import { named, quoted, type Reader, timeIn } from './words.ts';

type Begun = { admin: string; endsAt: number; reason: string; page: string };

/** That an admin acts for a member, until when and why. */
export const behalfLetter = (reader: Reader, { admin, endsAt, reason, page }: Begun) =>
  letterOf({
    subject: 'An admin acts for you in Cairn',
    locale: reader.locale,
    parts: [
      `${named(admin)} acts for you in Cairn until ${timeIn(reader, endsAt)} at the latest. They wrote:`,
      { quote: quoted(reason) },
      'Everything they do carries both names.',
      { label: 'See who acted for you, and when', href: page },
    ],
  });
