import { keyResult, type TemplateGroup } from './template.ts';

export const operations: TemplateGroup = {
  name: 'Operations',
  about: 'Work that flows, promises that are kept, and less of everything nobody needs.',
  templates: [
    {
      id: 'operations-on-time',
      title: 'Keep every promise to our customers so that they plan with us without a margin',
      keyResults: [
        keyResult('Raise the share of orders that arrive on time', 'Orders on time', '%', 87, 97),
        keyResult('Reduce orders that come back with a fault', 'Orders with a fault', '%', 3.5, 1),
        keyResult('Reduce days from order to arrival', 'Days to arrival', null, 6, 3),
      ],
    },
    {
      id: 'operations-lean',
      title: 'Free people from work a machine does better so that they have time for customers',
      keyResults: [
        keyResult('Reduce hours of manual entry per week', 'Hours of manual entry', null, 120, 40),
        keyResult('Increase steps that need no hand', 'Steps without a hand', '%', 35, 65),
        keyResult('Reduce what one order costs us', 'Cost of one order', '$', 14, 10),
      ],
    },
    {
      id: 'operations-safe',
      title: 'Protect people and data so that nothing we could prevent happens',
      keyResults: [
        keyResult('Reduce incidents per quarter', 'Incidents per quarter', null, 9, 2),
        keyResult('Increase suppliers checked within the last year', 'Suppliers checked', '%', 55, 95),
        keyResult('Reduce days until a known risk is dealt with', 'Days until dealt with', null, 45, 14),
      ],
    },
  ],
};
