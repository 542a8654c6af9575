import type { Child } from 'hono/jsx';
import { ToastPartial } from '../ui/toast.tsx';
import { CheckInSection } from './check-in-section.tsx';
import { Evidence } from './evidence.tsx';
import { Now } from './now.tsx';
import { type OkrView, regions } from './okr-view.ts';
import { StorySoFar } from './story.tsx';

/** What a check-in or a reading changes on the page, each part for its place, and a word about it. */
export const Renewed = ({ said, ...view }: OkrView & { said: Child }) => (
  <>
    <Part region={regions.now}>
      <Now {...view} />
    </Part>
    <Part region={regions.evidence}>
      <Evidence {...view} />
    </Part>
    <Part region={regions.checkIn}>
      <CheckInSection {...view} />
    </Part>
    <Part region={regions.story}>
      <StorySoFar {...view} />
    </Part>
    <ToastPartial message={said} />
  </>
);

const Part = ({ region, children }: { region: string; children: Child }) => (
  <hx-partial hx-target={`#${region}`} hx-swap="outerHTML">
    {children}
  </hx-partial>
);
