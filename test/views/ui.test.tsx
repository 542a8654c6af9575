import { describe, expect, it } from 'vitest';
import { formats } from '../../src/views/format.ts';
import { Avatar, initials } from '../../src/views/ui/avatar.tsx';
import { Bar } from '../../src/views/ui/bar.tsx';
import { CairnStack } from '../../src/views/ui/cairn-stack.tsx';
import { ended } from '../../src/views/ui/ended.ts';
import { TextArea, TextField } from '../../src/views/ui/field.tsx';
import { YourCall } from '../../src/views/ui/segmented.tsx';
import { spanOf } from '../../src/views/ui/span.ts';
import { shortSpan, spanWords, Trail, trailSentence } from '../../src/views/ui/trail.tsx';

const f = formats({ locale: 'en-GB', timeZone: 'UTC', now: Date.parse('2026-11-20T09:30:00Z') });
const quarter = { name: 'Q4 2026', startsOn: '2026-10-01', endsOn: '2026-12-31' };
const hostile = '"><script>alert(1)</script>';

describe('initials', () => {
  it.each([
    ['Dana Whitlock', 'DW'],
    ['ada king noel', 'AN'],
    ['Cher', 'C'],
    ['zoë', 'Z'],
    ['Ólafur Ångström', 'ÓÅ'],
    ['Jean-Luc Picard (Cpt)', 'JP'],
    ['田中 愛子', '田'],
    ['田中愛子', '田'],
    ['김민준', '김'],
    ['محمد علي', 'م'],
    ['अदिति राव', 'अ'],
    ['Дарья Иванова', 'ДИ'],
    ['dana@northwind.test', 'DT'],
    ['  ', '?'],
    ['', '?'],
  ])('of %s are %s', (name, expected) => {
    expect(initials(name)).toBe(expected);
  });

  it('never let a name out of its attribute', () => {
    expect(String(<Avatar name={hostile} />)).not.toContain('<script');
  });
});

describe('a bar', () => {
  const bar = (progress: number | null, expected: number | null, status: Parameters<typeof Bar>[0]['status']) =>
    String(<Bar progress={progress} expected={expected} status={status} formats={f} />);
  const fill = (drawn: string) => drawn.match(/class="fill"[^>]*? width="([^"]+)"/)?.[1];

  it('draws progress, what is missing and where it should be', () => {
    const drawn = bar(0.2727, 0.55, 'at_risk');
    expect(drawn).toContain('class="bar is-risk"');
    expect(fill(drawn)).toBe('27%');
    expect(drawn).toMatch(/class="gap" x="27%"[^>]*width="28%"/);
    expect(drawn).toContain('aria-label="27%, expected 55% by today"');
  });

  it('stays within its track while the label says the truth', () => {
    expect(fill(bar(1.4, 0.55, 'on_track'))).toBe('100%');
    expect(bar(1.4, 0.55, 'on_track')).toContain('aria-label="140%, expected 55% by today"');
    expect(fill(bar(-0.3, 0.55, 'at_risk'))).toBeUndefined();
    expect(bar(-0.3, 0.55, 'at_risk')).toContain('aria-label="−30%, expected 55% by today"');
  });

  it('has no gap when it is ahead, and no waymark when nothing is expected', () => {
    expect(bar(0.8, 0.55, 'on_track')).not.toContain('gap');
    expect(bar(0.8, null, 'on_track')).not.toContain('way');
  });

  it('says when there is no value, and how it was closed', () => {
    expect(bar(null, 0.55, 'not_started')).toContain('aria-label="No value yet, expected 55% by today"');
    expect(bar(0.71, 1, 'closed')).toContain('aria-label="Closed at 71%"');
  });
});

describe('a trail', () => {
  it('says itself in runs and leaves out what is to come', () => {
    expect(trailSentence(['ok', 'ok', 'behind', 'missed', 'now', 'ahead'])).toBe(
      'On track 2 weeks, then Behind 1 week, then No word 1 week',
    );
    expect(trailSentence(['now', 'ahead'])).toBe('Nothing yet');
  });

  it('draws one shape per week, of a different form for each status', () => {
    const drawn = String(<Trail weeks={['ok', 'behind', 'risk', 'missed', 'now', 'ahead']} />);
    expect(drawn.match(/<(ellipse|path|rect|circle)/g)).toEqual(
      ['ellipse', 'path', 'path', 'rect', 'ellipse', 'circle'].map((shape) => `<${shape}`),
    );
  });

  it.each([
    ['2026-09-30', 'Q4 2026 starts 1 Oct', 'Q4 2026'],
    ['2026-10-01', 'Q4 2026, week 1 of 13', 'Q4, week 1'],
    ['2026-11-20', 'Q4 2026, week 8 of 13', 'Q4, week 8'],
    ['2026-12-31', 'Q4 2026, week 13 of 13', 'Q4, week 13'],
    ['2027-01-01', 'Q4 2026 ended 31 Dec', 'Q4 2026'],
  ])('knows the week of a quarter on %s', (today, words, short) => {
    expect(spanWords({ period: quarter, today, formats: f })).toBe(words);
    expect(shortSpan(quarter, today)).toBe(short);
  });

  it('counts a year in months', () => {
    const year = { name: '2026', startsOn: '2026-01-01', endsOn: '2026-12-31' };
    expect(spanOf(year, '2026-11-20')).toMatchObject({ unit: 'month', at: 11, of: 12 });
  });
});

describe('a cairn', () => {
  const drawn = (count: number) =>
    String(
      <CairnStack
        stones={Array.from({ length: count }, (_, i) => ({ status: 'on_track' as const, progress: i / 10 }))}
      />,
    );
  const widths = (svg: string) => [...svg.matchAll(/<rect[^>]* width="([\d.]+)"/g)].map((match) => Number(match[1]));

  it('has a stone per key result, the heaviest at the bottom', () => {
    expect(widths(drawn(4))).toHaveLength(4);
    expect(widths(drawn(4))).toEqual(widths(drawn(4)).toSorted((a, b) => a - b));
  });

  it('stays a cairn with none and with many', () => {
    expect(widths(drawn(0))).toHaveLength(1);
    expect(widths(drawn(40))).toHaveLength(6);
  });
});

describe('a field', () => {
  it('keeps what was typed, and its error and hint belong to it', () => {
    const html = String(
      <TextField
        id="v"
        name="value"
        label="Where is it now?"
        value="seven"
        hint="640 on 11 Nov."
        error="Write a number."
      />,
    );
    expect(html).toContain('<label for="v"');
    expect(html).toContain('value="seven"');
    expect(html).toContain('aria-invalid="true"');
    expect(html).toContain('aria-describedby="v-error v-hint"');
    expect(html).toContain('id="v-error"');
    expect(html).toContain('id="v-hint"');
  });

  it('says nothing of errors when there are none', () => {
    const html = String(<TextField id="v" name="value" label="Now" />);
    expect(html).not.toContain('aria-');
  });

  it('never lets typed text out of its place', () => {
    expect(String(<TextField id="v" name="v" label="Now" value={hostile} />)).not.toContain('<script');
    expect(String(<TextArea id="v" name="v" label="Now" value={'</textarea><script>'} />)).not.toContain('<script');
  });

  it('offers the three calls and checks the one that was made', () => {
    const html = String(<YourCall id="c" value="behind" />);
    expect(
      [...html.matchAll(/value="(\w+)"( checked)?/g)].map(([, value, checked]) => [value, Boolean(checked)]),
    ).toEqual([
      ['on_track', false],
      ['behind', true],
      ['at_risk', false],
    ]);
  });
});

it.each([
  ['Not found: crm.leads', 'Not found: crm.leads.'],
  ['Syntax error at [1:1]', 'Syntax error at [1:1].'],
  ['It is gone.', 'It is gone.'],
  ['They say “it is gone.”', 'They say “it is gone.”'],
  ['Draft:', 'Draft:'],
])('“%s” ends as “%s”', (words, whole) => expect(ended(words)).toBe(whole));
