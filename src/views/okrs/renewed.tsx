import type { Child } from 'hono/jsx';
import { Tasks } from '../tasks/section.tsx';
import { type ToastContent, ToastPartial } from '../ui/toast.tsx';
import { Attention } from './attention.tsx';
import { CheckInSection } from './check-in-section.tsx';
import { Evidence } from './evidence.tsx';
import { Now } from './now.tsx';
import { type OkrView, regions } from './okr-view.ts';
import { StorySoFar } from './story.tsx';
import { Whereabouts } from './whereabouts.tsx';

/** What a check-in or a reading changes on the page, each part for its place, and a word about it. */
export const Renewed = ({ said, undo, ...view }: OkrView & { said: Child; undo?: ToastContent['undo'] }) => (
  <>
    <Part region={regions.whereabouts}>
      <Whereabouts {...view} />
    </Part>
    <Part region={regions.now}>
      <Now {...view} />
    </Part>
    {view.may.change && (
      <Part region={regions.attention}>
        <Attention {...view} />
      </Part>
    )}
    <Part region={regions.evidence}>
      <Evidence {...view} />
    </Part>
    {view.found.okr.kind === 'project' && (
      <Part region={regions.tasks}>
        <Tasks {...view} />
      </Part>
    )}
    <Part region={regions.checkIn}>
      <CheckInSection {...view} />
    </Part>
    <Part region={regions.story}>
      <StorySoFar {...view} />
    </Part>
    <ToastPartial message={said} undo={undo} />
  </>
);

const Part = ({ region, children }: { region: string; children: Child }) => (
  <hx-partial hx-target={`#${region}`} hx-swap="outerHTML">
    {children}
  </hx-partial>
);
