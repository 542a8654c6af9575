import { addDays } from '../../lib/days.ts';
import { ClosureSection } from '../closures/section.tsx';
import { Layout } from '../layout.tsx';
import { ProposeChange } from '../proposals/propose-change.tsx';
import type { Shell } from '../shell.ts';
import { Tasks } from '../tasks/section.tsx';
import { CairnStack } from '../ui/cairn-stack.tsx';
import { Dialog, DialogLink } from '../ui/dialog.tsx';
import { PageHead } from '../ui/heads.tsx';
import { Icon } from '../ui/icon.tsx';
import { Markdown } from '../ui/markdown.tsx';
import { Menu, MenuButton } from '../ui/menu.tsx';
import { Attention } from './attention.tsx';
import { CheckInSection } from './check-in-section.tsx';
import { Children } from './children.tsx';
import { Deletion, deletionTitle } from './deletion.tsx';
import { Details } from './details.tsx';
import { Evidence } from './evidence.tsx';
import { okrLinks } from './links.ts';
import { Now } from './now.tsx';
import { type OkrView, regions } from './okr-view.ts';
import { PastPicker } from './past-picker.tsx';
import { StorySoFar } from './story.tsx';
import { Whereabouts } from './whereabouts.tsx';

/** One OKR: where it stands, why, what is below it, what happened, and the next word about it. */
export const OkrPage = ({ shell, ...view }: OkrView & { shell: Shell }) => {
  const { okr } = view.found;
  return (
    <Layout shell={shell} title={okr.title}>
      <PageHead
        title={okr.title}
        over={<WayUp {...view} />}
        under={<Whereabouts {...view} />}
        actions={<Actions {...view} />}
      />
      <div class="split">
        <div>
          {view.newest && (
            <>
              {okr.description && <Markdown text={okr.description} names={view.talk.names} />}
              <ClosureSection {...view} />
              <Now {...view} />
              <Attention {...view} />
              <Tasks {...view} />
              <Evidence {...view} />
              <Children {...view} />
            </>
          )}
          <StorySoFar {...view} />
        </div>
        <aside class="sticky" aria-label="Check in and details">
          <CheckInSection {...view} />
          <Details {...view} />
          <div class="stack tight">
            <PastPicker page={okrLinks(view.org.slug, okr.id).page} from={okr.startsOn} to={addDays(view.today, -1)} />
            <p class="small">
              <a href={okrLinks(view.org.slug, okr.id).changes}>What changed in the last seven days</a>
            </p>
          </div>
        </aside>
      </div>
      {view.may.change && (
        <Dialog id="deletion" title={deletionTitle(view.found)}>
          <Deletion {...view} />
        </Dialog>
      )}
    </Layout>
  );
};

const WayUp = ({ org, found: { wayUp } }: OkrView) =>
  wayUp.length === 0 ? null : (
    <nav aria-label="Aligned to">
      <ol class="row small" role="list">
        {wayUp.map((step, i) => (
          <li class="unit">
            <CairnStack stones={step.stones} size="small" />
            <a href={`/o/${org.slug}/okrs/${step.id}`}>{step.title}</a>
            {i < wayUp.length - 1 && <Icon name="right" />}
          </li>
        ))}
      </ol>
    </nav>
  );

const Actions = ({ org, found: { okr }, may }: OkrView) => {
  const open = okr.closedAt === null;
  if (!may.change) return open && may.propose ? <ProposeChange org={org} okr={okr} button /> : null;
  const links = okrLinks(org.slug, okr.id);
  const deletable = open || may.administer;
  return (
    <>
      {open && (
        <a class="btn primary" href={`#${regions.checkIn}`}>
          Check in
        </a>
      )}
      {open && (
        <a class="btn" href={links.edit}>
          <Icon name="edit" />
          Edit
        </a>
      )}
      <MenuButton menu="okr-menu" />
      <Menu id="okr-menu" label="Actions">
        {open && (
          <a href={links.dataLink}>{okr.mode === 'data_source' ? 'Edit the data source' : 'Connect data source'}</a>
        )}
        {open && okr.kind === 'objective' && <a href={links.addKeyResult}>Add a key result</a>}
        {open && okr.kind !== 'project' && <a href={links.addProject}>Add a project</a>}
        {open && <a href={links.moves}>Move or align</a>}
        {open && <ProposeChange org={org} okr={okr} />}
        {open && <a href={links.closure}>Close and score</a>}
        <a href={links.copies}>Copy to another period</a>
        {open && !okr.draft && <a href={links.instalments}>Divide into quarters</a>}
        {deletable && (
          <>
            <hr />
            <DialogLink dialog="deletion" href={links.deletion} class="status is-risk">
              Delete
            </DialogLink>
          </>
        )}
      </Menu>
    </>
  );
};
