import type { Words } from '../../domain/letters/letter.ts';
import { direction, knownLocale } from '../intl.ts';

/** A paragraph; a link, as a button with its address below; what somebody else wrote. */
type Part = string | { label: string; href: string } | { quote: string };

type Content = { subject: string; locale: string; parts: readonly Part[] };

/** A letter with the same words in plain text and in HTML. */
export const letterOf = (content: Content): Required<Words> => ({
  subject: content.subject,
  text: `${content.parts.map(textOf).join('\n\n')}\n`,
  html: `<!doctype html>${(<Page {...content} />).toString()}`,
});

const textOf = (part: Part): string => {
  if (typeof part === 'string') return part;
  return 'quote' in part ? `“${part.quote}”` : `${part.label}:\n${part.href}`;
};

// Mail programs know no stylesheets and no custom properties. Without a ground and an ink of its own, the letter takes
// those of the program, in the dark as in the light; the button brings both.
const styles = {
  page: 'margin:0;padding:24px 16px;color-scheme:light dark;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Arial,sans-serif',
  column: 'max-width:32rem;margin:0 auto',
  part: 'margin:0 0 16px',
  quote: 'margin:0 0 16px;padding:0 0 0 12px;border-inline-start:3px solid #7d8894',
  button:
    'display:inline-block;padding:10px 18px;border-radius:8px;background:#1d5f9e;color:#ffffff;font-weight:600;text-decoration:none',
  address: 'margin:0 0 16px;font-size:13px;overflow-wrap:anywhere;word-break:break-word',
};

const Page = ({ subject, locale, parts }: Content) => (
  <html lang={knownLocale(locale)} dir={direction(locale)}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="supported-color-schemes" content="light dark" />
      <title>{subject}</title>
    </head>
    <body style={styles.page}>
      <div style={styles.column}>
        {parts.map((part) => (
          <PartOf part={part} />
        ))}
      </div>
    </body>
  </html>
);

const PartOf = ({ part }: { part: Part }) => {
  if (typeof part === 'string')
    return (
      <p style={styles.part} dir="auto">
        {part}
      </p>
    );
  if ('quote' in part)
    return (
      <blockquote style={styles.quote} dir="auto">
        {part.quote}
      </blockquote>
    );
  return (
    <>
      <p style={styles.part}>
        <a href={part.href} style={styles.button}>
          {part.label}
        </a>
      </p>
      <p style={styles.address} dir="ltr">
        {part.href}
      </p>
    </>
  );
};
