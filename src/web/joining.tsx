import { Hono } from 'hono';
import { accept, type Door, findDoor } from '../domain/invitations/accepting.ts';
import { findSignedIn } from '../domain/invitations/finding-signed-in.ts';
import { JoinPage, NoDoorPage } from '../views/invitations/join-page.tsx';
import { beginSession } from './beginning-session.ts';
import type { WebContext, WebEnv } from './context.ts';
import { sessionToken } from './middleware/cookies.ts';
import { frameOf, show } from './respond.tsx';

/** Where the link of an invitation leads. Its token travels as a query, which logs leave out. */
export const joining = new Hono<WebEnv>();

const PATH = '/join';

joining.get(PATH, async (c) => {
  const { db, now } = c.var;
  const session = sessionToken(c);
  const [door, signedIn] = await Promise.all([doorOf(c), session ? findSignedIn(db, session, now) : null]);
  if (!door || door.shut) return refuse(c, door);
  const other = signedIn !== null && signedIn !== door.member.email ? signedIn : null;
  return show(c, <JoinPage frame={frameOf(c)} door={door} other={other} />);
});

// Mail programs open links to look at them; only the button accepts.
joining.post(PATH, async (c) => {
  const { db, now } = c.var;
  const door = await doorOf(c);
  if (!door || door.shut) return refuse(c, door);
  if (door.org.ssoOnly) return c.redirect(signOnOf(door), 303);
  if (!(await accept(db, door, now))) return refuse(c, { ...door, shut: 'used' });
  await beginSession(c, { address: door.member.email, method: 'invitation' });
  return c.redirect(`/o/${door.org.slug}`, 303);
});

const doorOf = (c: WebContext): Promise<Door | null> => findDoor(c.var.db, c.req.query('token') ?? '', c.var.now);

const refuse = (c: WebContext, door: Door | null) => show(c, <NoDoorPage frame={frameOf(c)} door={door} />, 403);

/** The organization's own sign-in, which brings people home. */
const signOnOf = ({ org: { slug } }: Door): string => `/sso/${slug}?${new URLSearchParams({ next: `/o/${slug}` })}`;
