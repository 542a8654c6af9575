import { performance } from 'node:perf_hooks';
import type { Company } from './company/founding.ts';

/** What is asked of Cairn: a path, and for writes what is sent, by POST unless another method is named. */
export type Question = { path: string; method?: string; form?: Record<string, string>; json?: unknown };

/** What came back. `ms` is what the asker waited; trips and rows are what `Server-Timing` says. */
export type Answer = { status: number; ms: number; trips: number; rows: number; written: number; text: string };

/** Asks as the owner of a company, pages with the session and the API with the token; SCIM as its identity system; signs in as nobody yet. */
export function ask(base: string, company: Company, { path, method, form, json }: Question): Promise<Answer> {
  const { session, browser, token, scim } = company;
  const call = (secret: string) => ({ Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' });
  const headers: Record<string, string> = path.startsWith('/api/')
    ? call(token)
    : path.startsWith('/scim/')
      ? call(scim)
      : { Cookie: path.startsWith('/signin') ? `browser=${browser}` : `session=${session}`, Origin: base };
  const body = form ? new URLSearchParams(form) : json ? JSON.stringify(json) : undefined;
  return send(base + path, { method: method ?? (body ? 'POST' : 'GET'), headers, body });
}

/** Sends one request and reads the answer to its end. Redirects are answers, not followed. */
export async function send(url: string, init: RequestInit = {}): Promise<Answer> {
  const started = performance.now();
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  const ms = performance.now() - started;
  return { status: response.status, ms, ...costIn(response.headers.get('Server-Timing') ?? ''), text };
}

function costIn(timing: string) {
  const figure = (name: string) => Number(new RegExp(`${name}=(\\d+)`).exec(timing)?.[1] ?? Number.NaN);
  return { trips: figure('trips'), rows: figure('rows'), written: figure('written') };
}
