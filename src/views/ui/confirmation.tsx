import type { Child } from 'hono/jsx';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from './alert.tsx';
import { PageHead } from './heads.tsx';

type Props = {
  shell: Shell;
  title: string;
  /** What is asked, as a question. */
  question: string;
  /** Where this came from, and where whoever thinks better of it goes. */
  back: { href: string; words: string };
  /** Where the answer is sent. */
  action: string;
  yes: string;
  no?: string;
  message?: string | null | undefined;
  /** What follows from it. */
  children: Child;
};

/** A page that says what something means before it is done. */
export const Confirmation = (props: Props) => {
  const { shell, title, question, back, action, yes, no = 'Keep it', message, children } = props;
  return (
    <Layout shell={shell} title={title} narrow>
      <PageHead
        title={question}
        over={
          <p class="small">
            <a href={back.href}>{back.words}</a>
          </p>
        }
      />
      {message && <Alert status="behind" title={message} urgent />}
      <form class="stack tight" method="post" action={action} {...once}>
        {children}
        <div class="row">
          <button class="btn primary">{yes}</button>
          <a class="btn quiet" href={back.href}>
            {no}
          </a>
        </div>
      </form>
    </Layout>
  );
};
