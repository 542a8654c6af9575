import { letterOf } from './letter.tsx';
import { dayIn, named, type Reader } from './words.ts';

/** `page` is null where nobody said at which address this deployment is reached. */
type Exported = { organization: string; until: number; page: string | null };

/** That an export can be fetched, until when and where. */
export const exportLetter = (reader: Reader, { organization, until, page }: Exported) =>
  letterOf({
    subject: `The export of ${named(organization)} is ready`,
    locale: reader.locale,
    parts: [
      `The export of ${named(organization)} that you asked for is ready. It can be fetched until ${dayIn(reader, until)}.`,
      page ? { label: 'Fetch it', href: page } : 'Fetch it in Cairn, under Admin, Data.',
      'It holds everything that the organization has in Cairn, private OKRs too. Keep it where only the right people look.',
    ],
  });

type Ending = { organization: string; by: string; deleteAt: number; page: string };

/** That an organization will be deleted, when, and how to keep it. */
export const endingLetter = (reader: Reader, { organization, by, deleteAt, page }: Ending) =>
  letterOf({
    subject: `${named(organization)} will be deleted on ${dayIn(reader, deleteAt)}`,
    locale: reader.locale,
    parts: [
      `${named(by)} has asked to delete ${named(organization)} from Cairn. On ${dayIn(reader, deleteAt)} everything in it goes for good: people, OKRs, check-ins, comments and the audit log.`,
      'Until then any owner can keep it, and fetch an export of all that is there.',
      { label: 'Keep it, or fetch an export', href: page },
    ],
  });

/** That an organization will not be deleted after all. */
export const keptLetter = (reader: Reader, { organization, by }: Pick<Ending, 'organization' | 'by'>) =>
  letterOf({
    subject: `${named(organization)} stays`,
    locale: reader.locale,
    parts: [
      `${named(by)} has called off the deletion of ${named(organization)}. Everything stays as it is, and data sources are read again.`,
    ],
  });
