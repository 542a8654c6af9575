import type { Okr } from '../../domain/okrs/okr.ts';
import { Layout } from '../layout.tsx';
import { okrLinks } from '../okrs/links.ts';
import type { Shell } from '../shell.ts';
import { PageHead } from '../ui/heads.tsx';
import { CommentThread } from './comment-thread.tsx';
import type { Talk } from './talk.ts';

type Props = {
  shell: Shell;
  okr: Pick<Okr, 'id' | 'title'>;
  talk: Talk;
  checkInId: string | null;
  earlier: string | null;
  typed?: string;
  error?: string;
};

/** All that was said of an OKR, or in answer to one of its check-ins. */
export const ThreadPage = ({ shell, okr, talk, ...thread }: Props) => (
  <Layout shell={shell} title={`${thread.checkInId ? 'Answers' : 'Comments'} · ${okr.title}`} narrow>
    <PageHead
      title={thread.checkInId ? 'Answers to a check-in' : 'Comments'}
      under={<a href={okrLinks(shell.org.slug, okr.id).page}>{okr.title}</a>}
    />
    <CommentThread {...talk} {...thread} />
  </Layout>
);
