import type { Counted, EventEntry } from '../../domain/check-ins/telling.ts';
import type { Measure } from '../../domain/okrs/measure.ts';
import { statuses, type Weighing } from '../../domain/words.ts';
import type { Formats } from '../format.ts';
import { statusWords } from '../ui/status.tsx';
import { quoted } from './okr-words.ts';
import { valueWords } from './value-words.ts';

const fieldWords: Record<string, string> = {
  title: 'the title',
  description: 'the description',
  level: 'the level',
  team_id: 'the team',
  owner_ids: 'the owners',
  check_in_owner_id: 'who checks in',
  period_id: 'the period',
  starts_on: 'the first day',
  ends_on: 'the last day',
  ambition: 'the ambition',
  viewer_ids: 'who may see it',
  delegate_ids: 'the delegates',
  tags: 'the tags',
  parents: 'what it is aligned to',
  measure: 'how it is measured',
  mode: 'where the value comes from',
  checkpoints: 'its checkpoints',
  recurs: 'whether it comes again',
};

/** “3 of 11 issues are done. It was 3 of 10.” */
export function readingSentence(
  now: Counted,
  before: Counted | null,
  { one, many }: { one: string; many: string },
  formats: Formats,
): string {
  const counts = ({ completed, matched }: Counted) => `${formats.number(completed)} of ${formats.number(matched)}`;
  const said = `${counts(now)} ${now.matched === 1 ? `${one} is` : `${many} are`} done.`;
  return before && counts(before) !== counts(now) ? `${said} It was ${counts(before)}.` : said;
}

/** What happened apart from check-ins, as a sentence; null for what is not worth one. */
export function eventSentence({ action, data, object }: EventEntry, measure: Measure, formats: Formats): string | null {
  const name = object === null ? 'an OKR that is gone or private' : quoted(object);
  switch (action) {
    case 'okr.created':
      return 'Created.';
    case 'okr.edited':
      return withProposal(editedSentence(data.fields, formats), data);
    case 'okr.drafted':
      return 'Drafted.';
    case 'okr.published':
      return withProposal('Published.', data);
    case 'okr.change_proposed':
      return 'Proposed a change.';
    case 'okr.handed_over':
      return 'Handed it over to somebody else.';
    case 'okr.made_private':
      return 'Made it private.';
    case 'okr.made_public':
      return 'Made it public.';
    case 'okr.aligned':
      return typeof data.contribution === 'number'
        ? `Contributes ${formats.number(data.contribution)}% to ${name}.`
        : `Aligned to ${name}.`;
    case 'okr.moved':
      return `Moved to ${name}.`;
    case 'okr.unaligned':
      return `No longer aligned to ${name}.`;
    case 'okr.weighed':
      return weighedSentence(data);
    case 'okr.resumed':
      return 'Resumed automatic updates.';
    case 'okr.linked':
      return `Connected to ${object ?? 'a data source'}.`;
    case 'okr.unlinked':
      return `Disconnected from ${object ?? 'its data source'}. It is checked in by hand now.`;
    case 'okr.closed':
      return typeof data.score === 'number'
        ? `${endWords(data.status)} with a score of ${formats.score(data.score)}.`
        : `${endWords(data.status)}.`;
    case 'okr.closure_edited':
      return 'Corrected what was said when it was closed.';
    case 'okr.reopened':
      return 'Opened it again.';
    case 'okr.copies_asked':
      return `Copied it to ${String(data.period)}.`;
    case 'okr.next_prepared':
      return `Prepared the next one, for ${String(data.period)}.`;
    case 'okr.divided':
      return Array.isArray(data.periods) ? `Divided it into ${formats.list(data.periods.map(String))}.` : null;
    case 'okr.turned':
      return turnedSentence(data);
    case 'check_in.edited':
      return data.from === data.to
        ? 'Corrected a check-in.'
        : `Corrected a check-in from ${figure(data.from, measure, formats)} to ${figure(data.to, measure, formats)}.`;
    case 'check_in.deleted':
      return `Deleted a check-in of ${figure(data.value, measure, formats)}.`;
    default:
      return null;
  }
}

/** “Published with “Plan for Q1”, approved by Amir.” */
function withProposal(
  sentence: string | null,
  { with: proposal, approved_by }: Record<string, unknown>,
): string | null {
  if (sentence === null || typeof proposal !== 'string') return sentence;
  const approved = typeof approved_by === 'string' ? `, approved by ${approved_by}` : '';
  return `${sentence.slice(0, -1)} with ${quoted(proposal)}${approved}.`;
}

const endWords = (status: unknown): string => statusWords[status === 'postponed' ? 'postponed' : 'closed'];

/** That it became private or public is said by an event of its own. */
function editedSentence(fields: unknown, formats: Formats): string | null {
  if (Array.isArray(fields) && fields.length === 1 && fields[0] === 'visibility') return null;
  const words = Array.isArray(fields)
    ? fields.map((field) => fieldWords[String(field)]).filter((word) => word !== undefined)
    : [];
  return words.length === 0 ? 'Edited.' : `Changed ${formats.list(words)}.`;
}

function weighedSentence({ to }: Record<string, unknown>): string {
  const { method, fixed } = to as { method: Weighing; fixed: Record<string, number> };
  if (Object.keys(fixed).length > 0) return 'Changed how much what is below contributes.';
  return method === 'size'
    ? 'What is below contributes by the size of its targets.'
    : 'What is below contributes equally.';
}

function turnedSentence({ from, to }: Record<string, unknown>): string | null {
  const [was, is] = [from, to].map((word) => statuses.find((status) => status === word));
  return was && is ? `Now ${statusWords[is]}. It was ${statusWords[was]}.` : null;
}

const figure = (value: unknown, measure: Measure, formats: Formats): string =>
  valueWords(measure, typeof value === 'number' ? value : null, formats);
