import { describe, expect, it } from 'vitest';
import { coach } from '../../../src/domain/coaching/coach.ts';
import { templateGroups, templateOf } from '../../../src/domain/templates/catalogue.ts';
import { keyResult, titleOf } from '../../../src/domain/templates/template.ts';
import { formats } from '../../../src/views/format.ts';

const writing = formats({ locale: 'en-GB', timeZone: 'UTC' });
const templates = templateGroups.flatMap((group) => group.templates);

describe('the templates', () => {
  it('are there for nine functions of a company, two or three for each, with three key results', () => {
    expect(templateGroups.map((group) => group.name)).toEqual([
      'Company',
      'Marketing',
      'Sales',
      'Customer success',
      'Product',
      'Engineering',
      'Finance',
      'HR',
      'Operations',
    ]);
    for (const group of templateGroups) expect([2, 3]).toContain(group.templates.length);
    for (const template of templates) expect(template.keyResults).toHaveLength(3);
  });

  it('have each an id of its own by which they are found', () => {
    expect(new Set(templates.map((template) => template.id)).size).toBe(templates.length);
    for (const template of templates) expect(templateOf(template.id)).toBe(template);
    expect(templateOf('unknown')).toBeNull();
  });

  it.each(templates)('leave the coach nothing to add: $id', ({ title, keyResults }) => {
    const about = (rule: string) => !['key-result-count', 'objective-count'].includes(rule);
    const objective = coach({ kind: 'objective', title, measure: null, endsOn: null });
    expect(objective.filter((finding) => finding.tone !== 'good' && about(finding.rule))).toEqual([]);
    expect(objective.map((finding) => finding.rule)).toEqual(['verb-first', 'outcome-stated']);
    for (const { words, measure } of keyResults) {
      const findings = coach({
        kind: 'key_result',
        title: titleOf(words, measure, writing),
        measure: null,
        endsOn: null,
      });
      expect(findings.map(({ rule, tone }) => `${rule} ${tone}`)).toEqual([
        'verb-first good',
        'number-stated good',
        'from-to-stated good',
      ]);
    }
  });
});

describe('the title of a key result', () => {
  it.each([
    [keyResult('Increase our NPS', 'NPS', 'points', 31, 45), 'Increase our NPS from 31 to 45 points'],
    [keyResult('Raise availability', 'Availability', '%', 99.5, 99.95), 'Raise availability from 99.5% to 99.95%'],
    [keyResult('Grow revenue ', 'Revenue', '$', 4_000_000, 5_200_000), 'Grow revenue from $4,000,000 to $5,200,000'],
    [keyResult('Raise the rating', 'Rating', null, 7.1, 8.5), 'Raise the rating from 7.1 to 8.5'],
  ])('%# carries its numbers', ({ words, measure }, title) => {
    expect(titleOf(words, measure, writing)).toBe(title);
  });
});
