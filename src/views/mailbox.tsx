import type { Formats } from './format.ts';
import { Plain } from './layout.tsx';
import type { Frame } from './shell.ts';
import { Empty } from './ui/empty.tsx';
import { PageHead } from './ui/heads.tsx';

type Mail = { id: string; to: string; subject: string; text: string; html: string | null; at: number };

/** The letters that were not sent, links ready to follow. */
export const MailboxPage = (props: { frame: Frame; mails: readonly Mail[]; formats: Formats }) => (
  <Plain frame={props.frame} title="Mailbox">
    <PageHead title="Mailbox" under="Nothing leaves this machine: letters to anybody end here." />
    {props.mails.length === 0 ? (
      <Empty
        title="No letters yet"
        heading="h2"
        actions={
          <a class="btn primary" href="/signin">
            Ask for a link
          </a>
        }
      >
        A letter arrives a moment after it was asked for. Reload to look again.
      </Empty>
    ) : (
      <ul class="rows top" role="list">
        {props.mails.map((mail) => (
          <li>
            <div class="stack tight">
              <p>
                <b>{mail.subject}</b>
                <small>
                  To {mail.to}, {props.formats.moment(mail.at)} UTC
                </small>
              </p>
              {paragraphs(mail.text).map((paragraph) => (
                <p>{withLinks(paragraph)}</p>
              ))}
              {mail.html && (
                <details>
                  <summary>As HTML</summary>
                  <iframe
                    title={`${mail.subject}, as HTML`}
                    src={`/dev/mailbox/${mail.id}/html`}
                    sandbox=""
                    loading="lazy"
                    width="100%"
                    height="360"
                    frameborder="0"
                  ></iframe>
                </details>
              )}
            </div>
          </li>
        ))}
      </ul>
    )}
  </Plain>
);

const paragraphs = (text: string): string[] => text.split(/\n{2,}/).filter(Boolean);

const withLinks = (text: string) =>
  text.split(/(https?:\/\/\S+)/).map((part, index) => (index % 2 === 1 ? <a href={part}>{part}</a> : part));
