import { sentenceOf } from '../../domain/connections/health.ts';
import type { Notice } from '../../domain/connections/noticing.ts';
import { providerNames } from '../../domain/words.ts';
import { oneLine } from '../../lib/one-line.ts';
import { letterOf } from './letter.tsx';
import { named } from './words.ts';

/** That a connection pauses: what happened, what it means, what to do, and where. */
export function pauseLetter({ connection, slug, admin, origin, locale }: Notice) {
  const { id, name, provider, failureReason, failureDetail } = connection;
  const { happened } = sentenceOf(failureReason ?? '', failureDetail, provider);
  const where = origin
    ? { label: 'Look after it', href: `${origin}/o/${slug}/${admin ? 'admin/integrations' : 'connections'}/${id}` }
    : `Look after it in Cairn, under ${admin ? 'Admin, Integrations' : 'Your connections'}, ${named(name)}.`;
  return letterOf({
    subject: `Cairn has stopped reading ${providerNames[provider]}`,
    locale,
    parts: [
      `Cairn has stopped reading ${providerNames[provider]} through the connection “${named(name)}”.`,
      `What happened: ${oneLine(happened, 500)}`,
      'What it means: the OKRs that it feeds keep their last values, and grow stale.',
      `What to do: ${todoOf(failureReason)} Reading goes on as soon as ${providerNames[provider]} accepts the connection again.`,
      where,
      'Cairn writes once for each pause, to whoever owns the connection.',
    ],
  });
}

const todoOf = (reason: string | null) =>
  reason === 'refused_address' ? 'correct the address of the connection.' : 'enter new credentials.';
