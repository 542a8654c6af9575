import { type Template, type TemplateGroup, titleOf } from '../../domain/templates/template.ts';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { templateLink } from './links.ts';

type Props = {
  shell: Shell;
  formats: Formats;
  groups: readonly TemplateGroup[];
  period: string | null;
  proposal: string | null;
};

/** Objectives to start from, by the function of a company that they are for. */
export const TemplatesPage = (props: Props) => (
  <Layout shell={props.shell} title="Templates">
    <PageHead
      title="Start from a template"
      under="Take one that is close to what you want, and make it yours. All words and numbers can be changed first."
    />
    <nav class="row small" aria-label="Templates for">
      {props.groups.map(({ name }) => (
        <a href={`#${anchorOf(name)}`}>{name}</a>
      ))}
    </nav>
    {props.groups.map((group) => (
      <Group group={group} {...props} />
    ))}
  </Layout>
);

const Group = ({ group, ...props }: Props & { group: TemplateGroup }) => (
  <section class="stack tight" aria-labelledby={anchorOf(group.name)}>
    <SectionHead id={anchorOf(group.name)} title={group.name} />
    <p class="small">{group.about}</p>
    <ul class="rows top wrap" role="list">
      {group.templates.map((template) => (
        <TemplateRow template={template} {...props} />
      ))}
    </ul>
  </section>
);

const TemplateRow = ({ template, shell, formats, period, proposal }: Props & { template: Template }) => (
  <li>
    <div class="stack tight grow">
      <h3 class="objective">{template.title}</h3>
      <ul class="small" role="list">
        {template.keyResults.map(({ words, measure }) => (
          <li>{titleOf(words, measure, formats)}</li>
        ))}
      </ul>
    </div>
    <a
      class="btn"
      href={templateLink(shell.org.slug, period, template.id, proposal)}
      aria-label={`Use this: ${template.title}`}
    >
      Use this
    </a>
  </li>
);

const anchorOf = (name: string) => `for-${name.toLowerCase().replaceAll(' ', '-')}`;
