import type { Statement } from '../../src/db/commit.ts';
import type { Database } from '../../src/db/database.ts';
import { newId } from '../../src/db/ids.ts';
import { comments, mentions, reactions } from '../../src/db/schema/conversations.ts';
import type { CheckIn } from '../../src/domain/check-ins/check-in.ts';
import { resolveMentions } from '../../src/domain/mentions/resolving.ts';
import type { Okr } from '../../src/domain/okrs/okr.ts';
import type { SubjectId } from '../../src/domain/reactions/finding.ts';
import type { History } from './history.ts';
import { people } from './people.ts';
import { HOUR, type Setting } from './planned-okr.ts';
import type { Drafts } from './proposal-rows.ts';
import { type Said, said, signed } from './talk.ts';

type World = { history: History; drafts: Drafts; setting: Setting };

/** What people said and the signs they put under it. */
export const talkRows = (db: Database, world: World): Statement[] => [
  ...said.flatMap((each) => commentRows(db, each, world)),
  ...signed.flatMap(({ on, under, signs }) => {
    const okr = okrOf(on, world);
    const subject = under === 'okr' ? okr.id : newestWord(on, world)?.id;
    return subject ? signRows(db, okr, subject, signs, world.setting, world.setting.now - HOUR) : [];
  }),
];

function commentRows(db: Database, { on, by, ago, text, answers, seen, signs = [] }: Said, world: World): Statement[] {
  const { org, now, member } = world.setting;
  const okr = okrOf(on, world);
  const word = answers ? newestWord(on, world) : undefined;
  const at = Math.min(now, Math.max(now - ago * 24 * HOUR, (word?.at ?? okr.createdAt) + HOUR));
  const byName = people.map(([key, name]) => ({ id: member(key), name }));
  const woven = resolveMentions(text, { byId: [], byName, complete: true }, 'everyone');
  const id = newId('cmt', at);
  const own = { orgId: org.id, okrId: okr.id };
  return [
    db
      .insert(comments)
      .values({ id, ...own, checkInId: word?.id ?? null, authorId: member(by), text: woven.text, createdAt: at }),
    ...woven.memberIds.map((memberId) =>
      db.insert(mentions).values({
        ...own,
        memberId,
        subjectId: id,
        byId: member(by),
        at,
        seenAt: seen ? Math.min(now, at + HOUR) : null,
      }),
    ),
    ...signRows(db, okr, id, signs, world.setting, at),
  ];
}

const signRows = (
  db: Database,
  { orgId, id }: Okr,
  subjectId: SubjectId,
  signs: Said['signs'] & {},
  { member }: Setting,
  at: number,
): Statement[] =>
  signs.map(([by, sign]) =>
    db.insert(reactions).values({ orgId, okrId: id, subjectId, memberId: member(by), sign, at }),
  );

const okrOf = (key: string, { history, drafts }: World): Okr =>
  drafts.get(key) ?? history.nodes.find(({ plan }) => plan.key === key)!.okr;

const newestWord = (key: string, { history }: World): CheckIn | undefined =>
  history.nodes.find(({ plan }) => plan.key === key)!.checkIns.findLast(({ source }) => source === 'person');
