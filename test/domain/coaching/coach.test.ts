import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OkrId } from '../../../src/db/ids.ts';
import { coach } from '../../../src/domain/coaching/coach.ts';
import { alone, type Draft, type MeasureDraft, type Neighbours } from '../../../src/domain/coaching/draft.ts';
import { formulaOf } from '../../../src/domain/coaching/formula.ts';
import type { RuleName, Tone } from '../../../src/domain/coaching/rule.ts';
import { similarity } from '../../../src/domain/coaching/similarity.ts';
import { type Kind, kinds } from '../../../src/domain/words.ts';

const figure = (typed: string) => ({ typed, value: /^\d+$/.test(typed) ? Number(typed) : null });

const measured = (name: string, start: string, target: string, rest: Partial<MeasureDraft> = {}): MeasureDraft => ({
  name,
  unit: '',
  start: figure(start),
  target: figure(target),
  direction: '',
  ...rest,
});

const draft = (kind: Kind, title: string, measure: MeasureDraft | null = null, endsOn = '2026-12-31'): Draft => ({
  kind,
  title,
  measure,
  endsOn,
});

const said = (of: Draft, rule: RuleName, around: Partial<Neighbours> = {}) =>
  coach(of, { ...alone, ...around }).find((finding) => finding.rule === rule) ?? null;

const tone = (of: Draft, rule: RuleName, around: Partial<Neighbours> = {}): Tone | null =>
  said(of, rule, around)?.tone ?? null;

describe('a title', () => {
  it.each<[string, Tone | null]>([
    ['Increase our NPS score from 40 to 50', 'good'],
    ['Win customers who stay so that growth builds on solid ground', 'good'],
    ['Ship Email Campaigns to every customer', 'good'],
    ['Halve the time to first answer', 'good'],
    ['Our customers love us', 'hint'],
    ['NPS from 40 to 50', 'hint'],
    ['Customer churn below 2%', 'hint'],
    ['Improving the way we sell', 'hint'],
    ['Increased revenue by 20%', 'hint'],
    ['The best support in the market', 'hint'],
    ['Activation of new users', 'hint'],
    ['30% more revenue', 'hint'],
    ['Unleash the power of our brand', null],
    ['Happier people in every team', 'hint'],
    ['Bolder steps in every team', null],
    ['Steigere den Umsatz von 40 auf 50', null],
    ['Augmenter le chiffre d’affaires de 40 à 50', null],
    ['Aumentar las ventas de 40 a 50', null],
    ['顧客満足度を40から50に上げる', null],
    ['Повысить NPS с 40 до 50', null],
    ['زيادة رضا العملاء', null],
    ['', null],
    ['   ', null],
  ])('“%s” is told about its verb: %s', (title, expected) => {
    expect(tone(draft('key_result', title), 'verb-first')).toBe(expected);
  });

  it('that begins with a form of a verb is given the verb', () => {
    expect(said(draft('key_result', 'Reducing churn of customers'), 'verb-first')?.says).toContain('“Reduce”');
    expect(said(draft('key_result', 'Led the market'), 'verb-first')?.says).toContain('“Lead”');
  });
});

describe('a key result of words of delivery', () => {
  it.each<[string, string | null]>([
    ['Ship Email Campaigns to every customer', 'Ship'],
    ['Shipped the new app', 'Shipped'],
    ['Shipping the new app', 'Shipping'],
    ['Deliver the new onboarding', 'Deliver'],
    ['Implement single sign-on for all customers', 'Implement'],
    ['Launch 3 campaigns', 'Launch'],
    ['Launch Email Campaigns in every region', 'Launch'],
    ['Build a dashboard for leaders', 'Build'],
    ['Built the new website', 'Built'],
    ['Release version 2 to all users', 'Release'],
    ['Create 10 articles per month', 'Create'],
    ['Migrate all customers to the new platform', 'Migrate'],
    ['Roll out the CRM to the sales team', 'Roll out'],
    ['Rolled out the CRM to the team', 'Rolled out'],
    ['Set up a referral program', 'Set up'],
    ['We will develop an app for customers', 'develop'],
    ['Successfully deploy the new pricing', 'deploy'],
    ['Research and develop a new process', 'develop'],
    ['Design the new homepage', 'Design'],
    ['Complete all interviews with customers', 'Complete'],
    ['Test every page with users', 'Test'],
    ['Implementation of the new CRM', 'Implementation'],
    ['Went live with the new shop', null],
    ['Go live with the new shop', 'Go live'],
    ['Kicked off the new program', 'Kicked off'],
    ['Run 5 workshops with customers', 'Run'],
    ['Complete 95% of orders on time', null],
    ['Set the standard in our market', null],
    ['Put customers first in every meeting', null],
    ['Build time from 20 to 10 minutes', null],
    ['Release frequency from 2 to 10 per week', null],
    ['Launch success rate from 50% to 80%', null],
    ['Design system adoption from 20% to 60%', null],
    ['Test coverage from 60% to 80%', null],
    ['Complete profiles from 40% to 80%', null],
    ['Delivery time from 6 to 3 days', null],
    ['Increase releases per week from 2 to 10', null],
    ['Reduce build time from 20 to 10 minutes', null],
    ['Increase orders delivered on time from 80% to 95%', null],
    ['Run rate from 2 to 4 million', null],
    ['Liefere das neue Produkt', null],
    ['Créer le nouveau site pour les clients', null],
  ])('“%s” is told of %s', (title, word) => {
    const found = said(draft('key_result', title), 'delivery-words');
    expect(found?.says ?? null).toBe(word && `“${word}” describes work, and work belongs in a project.`);
    expect(found?.tone ?? null).toBe(word && 'warn');
  });

  it('is offered a sentence of its own measure', () => {
    const measure = measured('Customers sending weekly', '12', '30', { unit: '%' });
    expect(said(draft('key_result', 'Ship Email Campaigns', measure), 'delivery-words')?.suggestion).toBe(
      'Increase customers sending weekly from 12% to 30%',
    );
    expect(said(draft('key_result', 'Ship it', measured('NPS', '50', '40')), 'delivery-words')?.suggestion).toBe(
      'Reduce NPS from 50 to 40',
    );
  });

  it('is none of an objective’s concern', () => {
    expect(tone(draft('objective', 'Ship what customers love'), 'delivery-words')).toBeNull();
  });
});

describe('the number of a key result', () => {
  it.each<[string, MeasureDraft | null, Tone | null, Tone | null]>([
    ['Increase our NPS score from 40 to 50', null, 'good', 'good'],
    ['Reduce churn from 2.4% to 1.2%', null, 'good', 'good'],
    ['Raise revenue from $0 to $400 per customer', null, 'good', 'good'],
    ['Grow sales from € 1,200 to about € 1,500', null, 'good', 'good'],
    ['Grow users 40 → 50', null, 'good', 'good'],
    ['Reduce the price 40% -> 20%', null, 'good', 'good'],
    ['Keep uptime above 99.9%', null, 'good', 'good'],
    ['Keep complaints at most 3 a week', null, 'good', 'good'],
    ['Increase revenue by 20%', null, 'good', 'hint'],
    ['Win 20 customers', null, 'good', 'hint'],
    ['Delight our customers', null, 'hint', 'hint'],
    ['Delight our customers', measured('NPS', '40', '50'), 'good', 'good'],
    ['Delight our customers', measured('NPS', '', '50'), 'good', 'good'],
    ['Delight our customers', measured('NPS', 'forty', '50'), 'good', 'hint'],
    ['Delight our customers', measured('', '40', ''), 'hint', 'hint'],
    ['Begeistere die Kunden', null, null, null],
    ['Begeistere die Kunden', measured('NPS', '40', '50'), 'good', 'good'],
    ['顧客を喜ばせる', null, null, null],
  ])('“%s” %#', (title, measure, number, way) => {
    expect(tone(draft('key_result', title, measure), 'number-stated')).toBe(number);
    expect(tone(draft('key_result', title, measure), 'from-to-stated')).toBe(way);
  });

  it('needs no way while its target is not known', () => {
    const baseline = measured('NPS', '', '', { direction: 'baseline' });
    expect(tone(draft('key_result', 'Find out our NPS', baseline), 'from-to-stated')).toBeNull();
  });
});

describe('an objective', () => {
  it.each<[string, Tone | null]>([
    ['Become a weekly habit so that customers feel the difference', 'good'],
    ['Deliver a “must have” product in order to delight customers', 'good'],
    ['Simplify our pricing to win smaller shops', 'good'],
    ['Delight our customers', 'hint'],
    ['Increase revenue to the next level', 'hint'],
    ['Kunden begeistern, damit sie bleiben', null],
    ['喜ばせる', null],
  ])('“%s” is told about what it is for: %s', (title, expected) => {
    expect(tone(draft('objective', title), 'outcome-stated')).toBe(expected);
    expect(tone(draft('key_result', title), 'outcome-stated')).toBeNull();
  });

  it.each<[string, string | null]>([
    ['Grow revenue by 20%', '20%'],
    ['Win 50 customers', '50'],
    ['Earn $5m so that we can invest', '$5m'],
    ['Steigere den Umsatz um 20%', '20%'],
    ['Become number 1 in Europe', null],
    ['Be the #1 choice of growing shops', null],
    ['Enter 2027 with a healthy company', null],
    ['Finish Q4 strong', null],
    ['Answer customers 24/7', null],
    ['Become ready for ISO 27001', null],
    ['Bring phase 2 to life', null],
    ['Win the 1st place in B2B', null],
    ['Delight our customers', null],
  ])('“%s” is told of %s', (title, amount) => {
    expect(said(draft('objective', title), 'no-number')?.says ?? null).toBe(
      amount && `“${amount}” belongs in a key result.`,
    );
  });
});

describe('three to five', () => {
  const results = (count: number, own = false) => ({ keyResults: [{ title: 'Delight customers', count, own }] });
  const objectives = (count: number) => ({ objectives: { of: 'Product', period: 'Q4 2026', count } });

  it.each<[number, Tone]>([
    [1, 'hint'],
    [2, 'hint'],
    [3, 'good'],
    [5, 'good'],
    [6, 'warn'],
  ])('are good: %d is a %s', (count, expected) => {
    expect(tone(draft('key_result', 'Raise it'), 'key-result-count', results(count))).toBe(expected);
    expect(tone(draft('objective', 'Raise it'), 'objective-count', objectives(count))).toBe(expected);
  });

  it('is said of whom and of when', () => {
    expect(said(draft('key_result', 'Raise it'), 'key-result-count', results(1))?.says).toBe(
      'With this one, “Delight customers” has 1 key result.',
    );
    expect(said(draft('objective', 'Raise it'), 'key-result-count', results(0, true))?.says).toBe(
      'It has no key results yet.',
    );
    expect(said(draft('objective', 'Raise it'), 'objective-count', objectives(6))?.says).toBe(
      'With this one, Product has 6 objectives in Q4 2026.',
    );
  });

  it('is judged by the fullest of several objectives, and not at all without one', () => {
    const keyResults = [
      { title: 'Small', count: 3, own: false },
      { title: 'Full', count: 7, own: false },
    ];
    expect(said(draft('key_result', 'Raise it'), 'key-result-count', { keyResults })?.says).toContain('“Full” has 7');
    expect(tone(draft('key_result', 'Raise it'), 'key-result-count')).toBeNull();
    expect(tone(draft('key_result', 'Raise it'), 'objective-count', objectives(9))).toBeNull();
  });
});

describe('a duplicate', () => {
  it.each<[string, string, boolean]>([
    ['Raise NPS to 55', 'Increase our NPS score from 40 to 50', true],
    ['Reduce customer churn', 'Cut churn of customers from 3% to 2%', true],
    ['Grow Café revenue', 'Increase cafe revenues by 10%', true],
    ['Steigere die Kundenzufriedenheit', 'Steigere die Kundenzufriedenheit auf 50', true],
    ['Increase weekly active users', 'Increase daily active users', false],
    ['Reduce churn of shops', 'Reduce churn of restaurants', false],
    ['Increase revenue', 'Increase profit', false],
    ['Increase', 'Increase', false],
    ['40', '50', false],
  ])('“%s” and “%s”: %s', (title, other, same) => {
    const id = 'okr_1' as OkrId;
    const found = said(draft('key_result', title), 'duplicate', { alike: [{ id, title: other }] });
    expect(found?.about ?? null).toEqual(same ? { id, title: other } : null);
  });

  it('is the nearest of several', () => {
    const alike = [
      { id: 'okr_1' as OkrId, title: 'Reduce hours to answer shops in Europe' },
      { id: 'okr_2' as OkrId, title: 'Reduce hours to answer shops in Asia' },
    ];
    const found = said(draft('key_result', 'Cut hours to answer shops in Asia'), 'duplicate', { alike });
    expect(found?.about?.id).toBe('okr_2');
  });

  it('is told by a likeness between 0 and 1 that does not depend on the order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        const likeness = similarity(a, b);
        expect(likeness).toBeGreaterThanOrEqual(0);
        expect(likeness).toBeLessThanOrEqual(1);
        expect(similarity(b, a)).toBe(likeness);
      }),
    );
  });
});

describe('a pace', () => {
  const history = (first: number, last: number, from = '2026-10-01') => ({
    today: '2026-11-26',
    history: { first: { day: from, value: first }, last: { day: '2026-11-26', value: last } },
  });
  const target = (value: string, rest: Partial<MeasureDraft> = {}) =>
    draft('key_result', 'Raise it', measured('NPS', '40', value, rest));

  // Eight weeks gone, five to come: 40 to 48 is one a week.
  it.each<[string, number, number, Tone | null]>([
    ['60', 40, 48, null],
    ['63', 40, 48, null],
    ['64', 40, 48, 'warn'],
    ['20', 40, 36, 'warn'],
    ['35', 40, 36, null],
    ['60', 40, 40, null],
    ['60', 40, 30, null],
    ['45', 40, 48, null],
  ])('to %s after going from %d to %d: %s', (to, first, last, expected) => {
    expect(tone(target(to), 'reachable-pace', history(first, last))).toBe(expected);
  });

  it('is told with both numbers', () => {
    expect(said(target('88'), 'reachable-pace', history(40, 48))?.says).toBe(
      'It moved by 1 a week so far; this target needs 8 a week until 2026-12-31.',
    );
  });

  it('is not judged without four weeks of history, days left and a way to go', () => {
    expect(tone(target('200'), 'reachable-pace', history(40, 48, '2026-10-30'))).toBeNull();
    expect(tone(target('200'), 'reachable-pace')).toBeNull();
    expect(tone({ ...target('200'), endsOn: '2026-11-26' }, 'reachable-pace', history(40, 48))).toBeNull();
    expect(tone(target('200', { direction: 'stay_above' }), 'reachable-pace', history(40, 48))).toBeNull();
    expect(tone(draft('key_result', 'Raise it'), 'reachable-pace', history(40, 48))).toBeNull();
  });
});

describe('the formula', () => {
  const states = (of: Draft) => formulaOf(of).map(({ words, state }) => `${words}: ${state}`);

  it.each<[Draft, string[]]>([
    [draft('key_result', ''), ['verb: open', 'what you measure: open', 'from x to y: open']],
    [
      draft('key_result', 'Ship Email Campaigns to every customer'),
      ['Verb: Ship: warn', 'what you measure: open', 'from x to y: open'],
    ],
    [
      draft('key_result', 'Increase our NPS score from 40 to 50'),
      ['Verb: Increase: good', 'what you measure: good', 'from x to y: good'],
    ],
    [
      draft('key_result', 'Delight customers', measured('NPS', '40', '50')),
      ['Verb: Delight: good', 'Measured: NPS: good', 'from x to y: good'],
    ],
    [draft('objective', 'Delight'), ['Verb: Delight: good', 'what: open', 'so that: open']],
    [
      draft('objective', 'Delight our customers so that they stay'),
      ['Verb: Delight: good', 'what: good', 'so that: good'],
    ],
    [draft('objective', 'Kunden begeistern'), ['verb: open', 'what: open', 'so that: open']],
  ])('of %o', (of, expected) => {
    expect(states(of)).toEqual(expected);
  });
});

describe('the coach', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc
      .array(fc.constantFrom(...'Ship from to 40 50% our and so that the -> roll out $ , . NPS set up'.split(' ')))
      .map((words) => words.join(' ')),
  );
  const anyFigure = fc.record({ typed: fc.string(), value: fc.option(fc.double()) });
  const anyMeasure = fc.record({
    name: text,
    unit: fc.string(),
    start: anyFigure,
    target: anyFigure,
    direction: fc.constantFrom('' as const, 'increase' as const, 'stay_below' as const, 'baseline' as const),
  });
  const mark = fc.record({ day: fc.constantFrom('2026-01-01', '2026-10-01', '2026-11-30'), value: fc.double() });
  const around = fc.record({
    today: fc.option(fc.constant('2026-11-20')),
    endsOn: fc.option(fc.constant('2026-12-31')),
    keyResults: fc.array(fc.record({ title: text, count: fc.nat(), own: fc.boolean() })),
    objectives: fc.option(fc.record({ of: text, period: text, count: fc.nat() })),
    alike: fc.array(fc.record({ id: fc.constant('okr_1' as OkrId), title: text })),
    history: fc.option(fc.record({ first: mark, last: mark })),
  });
  const anyDraft = fc.record({
    kind: fc.constantFrom(...kinds),
    title: text,
    measure: fc.option(anyMeasure),
    endsOn: fc.option(fc.constantFrom('2026-12-31', '2026-01-01')),
  });

  it('never throws, says the same of the same, and each thing once', () => {
    fc.assert(
      fc.property(anyDraft, around, (of, neighbours) => {
        const findings = coach(of, neighbours);
        expect(coach(of, neighbours)).toEqual(findings);
        const rules = findings.map((finding) => finding.rule);
        expect(new Set(rules).size).toBe(rules.length);
        for (const finding of findings) {
          expect(['good', 'hint', 'warn']).toContain(finding.tone);
          expect(finding.says).toMatch(/[.?]$/);
          expect(finding.why).toMatch(/[.?]$/);
        }
        expect(formulaOf(of)).toHaveLength(of.kind === 'project' ? 2 : 3);
      }),
      { numRuns: 300 },
    );
  });

  it('has nothing to say before anything is written', () => {
    expect(
      coach(draft('objective', '  '), { ...alone, objectives: { of: 'Product', period: 'Q4', count: 9 } }),
    ).toEqual([]);
  });

  it('takes no longer for a title made to be slow', () => {
    const title = `Increase from ${'1 '.repeat(5_000)}${'from '.repeat(5_000)}`;
    const began = performance.now();
    coach(draft('key_result', title));
    expect(performance.now() - began).toBeLessThan(200);
  });
});
