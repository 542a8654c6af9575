import { personas } from '../domain/sessions/demo.ts';
import { sameSitePath } from '../lib/same-site.ts';
import { missingMailSettings } from '../mail/mail.ts';
import { SignInPage } from '../views/signin/page.tsx';
import type { WebContext } from './context.ts';
import { frameOf, show } from './respond.tsx';

type Returned = { typed?: string; error?: string; notice?: string };

/** The way in, with what was typed and why that did not do. `next` is where to go afterwards. */
export const showSignIn = (c: WebContext, next: string, returned: Returned = {}, status: 200 | 403 | 422 | 503 = 200) =>
  show(
    c,
    <SignInPage
      frame={frameOf(c)}
      next={next}
      missing={missingMailSettings(c.env)}
      personas={isDevelopment(c) ? personas : []}
      {...returned}
    />,
    status,
  );

export const isDevelopment = (c: WebContext): boolean => c.env.ENVIRONMENT === 'development';

/** Where to go afterwards: a page of this site, whatever was asked for. */
export const nextOf = (text: string | undefined): string => sameSitePath(text ?? '') ?? '/';
