import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import { assets } from './assets.gen.ts';
import { direction, knownLocale } from './intl.ts';
import type { Frame } from './shell.ts';
import { Alert } from './ui/alert.tsx';

type DocumentProps = {
  frame: Frame;
  title: string;
  body: 'app' | 'gate' | 'quick' | 'plain';
  children: Child;
};

const htmxConfig = JSON.stringify({ includeIndicatorCSS: false, prefix: '', defaultTimeout: 30_000 });
const grounds = { light: '#f2f4f6', dark: '#0e1114' };

/** A whole page: head, skip link and what the browser modules need. */
export const Document = ({ frame, title, body, children }: DocumentProps) =>
  html`<!doctype html>${(
    <html lang={knownLocale(frame.locale)} dir={direction(frame.locale)} data-theme={frame.theme ?? undefined}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="htmx-config" content={htmxConfig} />
        {frame.theme !== 'dark' && <meta name="theme-color" content={grounds.light} media={onDevice(frame, 'light')} />}
        {frame.theme !== 'light' && <meta name="theme-color" content={grounds.dark} media={onDevice(frame, 'dark')} />}
        <title>{`${title} · Cairn`}</title>
        <link rel="icon" href={assets.logo} type="image/svg+xml" />
        <link rel="stylesheet" href={assets.css} />
        <script src={assets.scripts.htmx} defer></script>
        <script type="module" src={assets.scripts.everywhere}></script>
      </head>
      <body class={body}>
        <a class="skip btn primary" href="#main">
          Skip to content
        </a>
        {children}
        <RequestAlerts />
      </body>
    </html>
  )}`;

const onDevice = (frame: Frame, theme: 'light' | 'dark') =>
  frame.theme === null ? `(prefers-color-scheme: ${theme})` : undefined;

/** Shown by the browser when an htmx request got no usable answer. */
const RequestAlerts = () => (
  <>
    <template id="no-connection">
      <Alert status="behind" title="No connection." urgent>
        Nothing was sent. What you typed is still here.
      </Alert>
    </template>
    <template id="no-answer">
      <Alert status="at_risk" title="Cairn could not finish that." urgent>
        What you typed is still here. Try again in a moment.
      </Alert>
    </template>
  </>
);
