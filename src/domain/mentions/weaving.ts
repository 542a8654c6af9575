import type { Statement } from '../../db/commit.ts';
import type { OkrId } from '../../db/ids.ts';
import type { Context } from '../context.ts';
import type { Ties } from '../permission.ts';
import type { SubjectId } from '../reactions/finding.ts';
import type { People, Seers } from './finding-people.ts';
import { mentionRows } from './recording.ts';
import { resolveMentions } from './resolving.ts';

/** A text with its mentions made, the rows that belong into its commit, and who was named without being able to see it. */
export type Woven = { text: string | null; rows: Statement[]; outsiders: string[] };

type Place = { okrId: OkrId; subjectId: SubjectId; seers: Seers };

/** Makes mentions of what was typed in a text of an OKR or a check-in; an empty one mentions nobody any more. */
export function weave(ctx: Context, { okrId, subjectId, seers }: Place, text: string | null, people: People): Woven {
  const { text: woven, memberIds, outsiders } = resolveMentions(text ?? '', people, seers);
  return { text: woven || null, rows: mentionRows(ctx, okrId, subjectId, memberIds), outsiders };
}

type Seeing = Pick<Ties, 'visibility' | 'ownerIds' | 'creatorId' | 'checkInOwnerId' | 'delegateIds' | 'viewerIds'>;

/** Who can be mentioned at an OKR. */
export const seersOf = (ties: Seeing): Seers =>
  ties.visibility === 'public'
    ? 'everyone'
    : new Set(
        [ties.creatorId, ties.checkInOwnerId, ...ties.ownerIds, ...ties.delegateIds, ...ties.viewerIds].filter(
          (id) => id !== null,
        ),
      );
