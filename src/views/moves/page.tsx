import { Layout } from '../layout.tsx';
import { okrLinks } from '../okrs/links.ts';
import { quoted } from '../okrs/okr-words.ts';
import type { Shell } from '../shell.ts';
import { Figures } from '../suppositions/figures.tsx';
import { Alert } from '../ui/alert.tsx';
import { Field, SelectField } from '../ui/field.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { type MovesView, regions } from './moves-view.ts';

type Props = MovesView & { shell: Shell; message?: string };

/** Where an OKR counts: moved to another parent, aligned to one more, or taken away, with what that makes of them. */
export const MovesPage = ({ shell, message, ...view }: Props) => {
  const { org, okr, parents } = view;
  const links = okrLinks(org.slug, okr.id);
  const previewing = {
    formaction: `${links.moves}/preview`,
    'hx-post': `${links.moves}/preview`,
    'hx-include': 'closest form',
    'hx-target': `#${regions.figures}`,
    'hx-swap': 'innerHTML',
    'hx-sync': 'this:replace',
  };
  return (
    <Layout shell={shell} title="Move or align" narrow>
      <PageHead
        title="Move or align"
        over={
          <p class="small">
            <a href={links.page}>{okr.title}</a>
          </p>
        }
        under="Its history, its check-ins and its links go with it."
      />
      {message && <Alert status="behind" title={message} urgent />}
      <form class="stack" id={regions.form} method="post" action={links.moves}>
        <input type="hidden" name="version" value={okr.version} />
        <button class="vh" tabindex={-1} aria-hidden="true"></button>
        <div class="grid fit">
          {parents.length > 0 && (
            <SelectField
              id="from"
              name="from"
              label="Take it away from"
              value={view.from}
              hint={parents.length > 1 ? 'It stays in the others.' : undefined}
              options={[
                ...parents.map(({ id, title }) => ({ value: id as string, label: title })),
                { value: '', label: 'Nothing, it counts there as well' },
              ]}
              error={view.errors.from}
            />
          )}
          <SelectField
            id="to"
            name="to"
            label="Align it to"
            value={view.to}
            options={[
              { value: '', label: 'Nothing new' },
              ...view.options.map(({ id, title }) => ({ value: id as string, label: title })),
            ]}
            error={view.errors.to ?? view.errors.parents}
          />
        </div>
        {(view.more || view.q !== '' || view.keyResults) && <Search {...view} />}
        <section class="stack tight" aria-labelledby="would">
          <SectionHead id="would" title="What it comes to" note="Nothing changes until you save" />
          <div id={regions.figures} aria-live="polite">
            <MoveFigures {...view} />
          </div>
        </section>
        <div class="row">
          <button class="btn primary">Save</button>
          <button class="btn" {...previewing} hx-trigger={`click, change from:#${regions.form}`}>
            Preview
          </button>
          <a class="btn quiet" href={links.page}>
            Cancel
          </a>
        </div>
      </form>
    </Layout>
  );
};

/** What taking an OKR away from a parent makes of that parent, and the button that does it. */
export const LeavingPage = ({ shell, ...view }: Props) => {
  const { org, okr, parents, from } = view;
  const links = okrLinks(org.slug, okr.id);
  const parent = parents.find(({ id }) => id === from);
  const others = parents.filter(({ id }) => id !== from);
  return (
    <Layout shell={shell} title="Un-align" narrow>
      <PageHead
        title={`Un-align from ${quoted(parent?.title ?? '')}?`}
        over={
          <p class="small">
            <a href={links.page}>{okr.title}</a>
          </p>
        }
      />
      <form class="stack" method="post" action={links.moves}>
        <input type="hidden" name="version" value={okr.version} />
        <input type="hidden" name="from" value={from} />
        <p>
          {others.length === 0
            ? 'It then stands alone. Its history, its check-ins and its links stay with it.'
            : `It still counts in ${view.formats.list(others.map(({ title }) => quoted(title)))}.`}
        </p>
        <MoveFigures {...view} />
        <div class="row">
          <button class="btn primary">Un-align</button>
          <a class="btn quiet" href={links.page}>
            Keep it there
          </a>
        </div>
      </form>
    </Layout>
  );
};

export const MoveFigures = (view: MovesView) =>
  view.supposed === null && Object.keys(view.errors).length === 0 ? (
    <p class="small">Choose where it goes, and here stands what becomes of the numbers.</p>
  ) : (
    <Figures {...view} />
  );

const Search = ({ okr, org, q, keyResults }: MovesView) => (
  <Field
    id="q"
    label={keyResults ? 'Find objectives and key results by title' : 'Find objectives by title'}
    hint={keyResults ? 'Key results are found by their words alone.' : undefined}
  >
    {(wiring) => (
      <div class="row">
        <input {...wiring} class="grow" type="search" name="q" value={q} />
        <button class="btn" formaction={`${okrLinks(org.slug, okr.id).moves}/preview`} name="find" value="q">
          Find
        </button>
      </div>
    )}
  </Field>
);
