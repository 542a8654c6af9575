import type { Child } from 'hono/jsx';
import { ActingBanner } from './behalves/banner.tsx';
import { DeletionBanner, isTold } from './data/deletion-banner.tsx';
import { Document } from './document.tsx';
import { notices, toasts } from './hx.ts';
import { Brand, FindMenu, MoreMenu, PersonMenu, SideBar, TabBar, TopBar } from './navigation.tsx';
import type { Frame, Shell } from './shell.ts';
import { Icon } from './ui/icon.tsx';
import { Landscape } from './ui/landscape.tsx';
import { Toast, type ToastContent } from './ui/toast.tsx';
import { Trail } from './ui/trail.tsx';

type LayoutProps = {
  shell: Shell;
  title: string;
  children: Child;
  toast?: ToastContent;
  /** For forms and prose, which are hard to read across a wide screen. */
  narrow?: boolean;
};

/** A page of the app: navigation around it, `children` inside `.page`. */
export const Layout = ({ shell, title, children, toast, narrow }: LayoutProps) => (
  <Document frame={shell} title={title} body="app">
    <SideBar shell={shell} />
    <TopBar shell={shell} />
    <main class="main" id="main" tabindex={-1}>
      <Notices shell={shell} />
      <div class={narrow ? 'page narrow' : 'page'}>{children}</div>
    </main>
    <TabBar shell={shell} />
    <FindMenu shell={shell} />
    <PersonMenu shell={shell} />
    <MoreMenu shell={shell} />
    <Toasts toast={toast ?? waiting(shell)} />
  </Document>
);

/** The way in: a form beside the landscape. */
export const Gate = ({ frame, title, children }: { frame: Frame; title: string; children: Child }) => (
  <Document frame={frame} title={title} body="gate">
    <main class="stack" id="main" tabindex={-1}>
      <Brand href="/" />
      {children}
    </main>
    <Landscape />
  </Document>
);

type QuickProps = {
  shell: Shell;
  title: string;
  /** Which check-in of how many this is; null when none is left. */
  step: { at: number; of: number } | null;
  children: Child;
  toast?: ToastContent;
};

/** One thing on a phone's screen: the quick check-in. */
export const Quick = ({ shell, title, step, children, toast }: QuickProps) => (
  <Document frame={shell} title={title} body="quick">
    <header class="row">
      <a class="btn quiet only" href={`/o/${shell.org.slug}`} aria-label="Leave">
        <Icon name="x" />
      </a>
      {step && <Steps {...step} />}
    </header>
    <main id="main" tabindex={-1}>
      <Notices shell={shell} />
      {children}
    </main>
    <Toasts toast={toast ?? waiting(shell)} />
  </Document>
);

/** A page with nothing around it but the name: messages to people who are not signed in, development pages. */
export const Plain = ({ frame, title, children }: { frame: Frame; title: string; children: Child }) => (
  <Document frame={frame} title={title} body="plain">
    <header>
      <Brand href="/" />
    </header>
    <main id="main" tabindex={-1}>
      <Notices />
      <div class="page narrow">{children}</div>
    </main>
  </Document>
);

const mostSteps = 10;

const Steps = ({ at, of }: { at: number; of: number }) => (
  <>
    {of <= mostSteps && (
      <span class="end">
        <Trail
          weeks={Array.from({ length: of }, (_, i) => (i + 1 < at ? 'past' : i + 1 === at ? 'now' : 'ahead'))}
          label={`Check-in ${at} of ${of}`}
        />
      </span>
    )}
    <span class={of <= mostSteps ? 'small' : 'small end'}>{`${at} of ${of}`}</span>
  </>
);

/**
 * What is said above a page. It stays in sight; that an admin acts for somebody, and that the organization will be deleted,
 * is said first and is never replaced.
 */
const Notices = ({ shell }: { shell?: Shell }) =>
  shell?.acting || (shell && isTold(shell)) ? (
    <div class="notices">
      <ActingBanner shell={shell} />
      <DeletionBanner shell={shell} />
      <div id={notices.slice(1)}></div>
    </div>
  ) : (
    <div class="notices" id={notices.slice(1)}></div>
  );

const waiting = ({ said }: Shell): ToastContent | undefined => (said === null ? undefined : { message: said });

const Toasts = ({ toast }: { toast?: ToastContent }) => (
  <div class="toasts" id={toasts.slice(1)} role="status">
    {toast && <Toast {...toast} />}
  </div>
);
