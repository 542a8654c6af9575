import { LinkFields, SourceChoices } from '../data-links/fields.tsx';
import { connectionsOf, isAdmin } from '../shell.ts';
import { SectionHead } from '../ui/heads.tsx';
import type { OkrFormProps } from './page.tsx';

/** Where the value comes from: people, what is aligned to it, or a data source. */
export const DataSourceSection = ({
  shell,
  formats,
  action,
  values,
  errors,
  preview,
  lists,
  choosable,
}: OkrFormProps) => (
  <section class="stack tight" id="data-source" aria-labelledby="source">
    <SectionHead id="source" title="Connect data source to auto-update progress" note="optional" />
    <SourceChoices
      action={action}
      values={values}
      tools={choosable.tools}
      connections={choosable.connections}
      others={[
        { value: 'manual', title: 'By hand', detail: 'You check in', icon: 'edit' as const },
        values.kind === 'project'
          ? { value: 'rollup', title: 'By tasks', detail: 'The share that is done', icon: 'check' as const }
          : { value: 'rollup', title: 'Roll-up', detail: 'From what is aligned to it', icon: 'okrs' as const },
      ]}
    />
    {errors.source && <span class="error">{errors.source}</span>}
    <LinkFields
      {...{ action, values, errors, preview, lists, formats }}
      base={`/o/${shell.org.slug}`}
      connections={choosable.connections}
      reusable={choosable.reusable}
      admin={isAdmin(shell)}
      connect={shell.connects ? connectionsOf(shell).href : null}
      count="if-metric"
    />
  </section>
);
