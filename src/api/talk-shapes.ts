import { z } from 'zod';
import { signs } from '../domain/reactions/reaction.ts';

const moment = z.iso.datetime();
const id = z.string();

export const commentShape = z
  .strictObject({
    id,
    okr_id: id,
    check_in_id: id.nullable().meta({ description: 'The check-in that it answers.' }),
    author_id: id.nullable(),
    author: z.string().nullable(),
    text: z.string().meta({ description: 'Markdown; a mention is `@[Dana Whitlock](mem_...)`.' }),
    mention_ids: z.array(id),
    created_at: moment,
    edited_at: moment.nullable(),
  })
  .meta({ id: 'Comment' });

export const reactionShape = z
  .strictObject({
    subject_id: id.meta({ description: 'The OKR, check-in or comment that the sign stands under.' }),
    sign: z.enum(signs),
    member_id: id,
    name: z.string(),
    at: moment,
  })
  .meta({ id: 'Reaction', description: 'One sign of one member.' });

export const reactionsShape = z.strictObject({ data: z.array(reactionShape) }).meta({ id: 'Reactions' });
