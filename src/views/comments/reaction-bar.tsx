import { type Sign, signs } from '../../domain/reactions/reaction.ts';
import { once } from '../hx.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { talkLinks } from './links.ts';
import { signWords } from './signs.ts';
import { type Talk, talkRegions } from './talk.ts';

/** The signs under something, each with how many gave it, and a menu to give one and to read who did. */
export const ReactionBar = ({ subjectId, of, ...talk }: Talk & { subjectId: string; of: string }) => {
  const { org, okrId, actor, formats } = talk;
  const here = talk.reactions.filter((each) => each.subjectId === subjectId).toSorted((a, b) => a.at - b.at);
  const given = signs
    .map((sign) => ({ sign, by: here.filter((each) => each.sign === sign) }))
    .filter(({ by }) => by.length > 0);
  const mine = given.filter(({ by }) => by.some(({ memberId }) => memberId === actor.memberId)).map(({ sign }) => sign);
  const verb = (sign: Sign) => (mine.includes(sign) ? 'remove' : 'add');
  const { reactions } = talkLinks(org.slug, okrId);
  const menu = `signs-${subjectId}`;
  return (
    <form
      class="reactions row"
      id={talkRegions.reactions(subjectId)}
      method="post"
      action={reactions}
      hx-post={reactions}
      hx-target="this"
      hx-swap="outerHTML"
      {...once}
    >
      <input type="hidden" name="subject" value={subjectId} />
      {given.map(({ sign, by }) => {
        const { look, word } = signWords[sign];
        const names = formats.list(by.map(({ name }) => name));
        return (
          <button
            class="btn"
            name={verb(sign)}
            value={sign}
            aria-pressed={String(mine.includes(sign))}
            aria-label={`${word}, ${formats.number(by.length)}: ${names}`}
            title={names}
          >
            {`${look} ${formats.number(by.length)}`}
          </button>
        );
      })}
      <button type="button" class="btn quiet only" popovertarget={menu} aria-label={`React to ${of}`}>
        <Icon name="smile" />
      </button>
      <Menu id={menu} label={`React to ${of}`}>
        {signs.map((sign) => (
          <button name={verb(sign)} value={sign} aria-pressed={String(mine.includes(sign))}>
            <span aria-hidden="true">{signWords[sign].look}</span>
            {signWords[sign].word}
          </button>
        ))}
        {given.length > 0 && <hr />}
        {given.map(({ sign, by }) => (
          <p class="small">{`${signWords[sign].word}: ${formats.list(by.map(({ name }) => name))}`}</p>
        ))}
      </Menu>
    </form>
  );
};
