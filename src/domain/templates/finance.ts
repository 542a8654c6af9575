import { keyResult, type TemplateGroup } from './template.ts';

export const finance: TemplateGroup = {
  name: 'Finance',
  about: 'Money that is where it is needed, and numbers that can be trusted.',
  templates: [
    {
      id: 'finance-clarity',
      title: 'Give everybody numbers they trust so that decisions take hours and not weeks',
      keyResults: [
        keyResult('Reduce days to close a month', 'Days to close a month', null, 12, 5),
        keyResult('Reduce corrections after the close', 'Corrections per month', null, 18, 4),
        keyResult('Raise the share of leaders who read the monthly report', 'Leaders reading it', '%', 40, 85),
      ],
    },
    {
      id: 'finance-cash',
      title: 'Strengthen our cash position so that we invest when others cannot',
      keyResults: [
        keyResult('Reduce days until customers pay', 'Days until paid', null, 52, 35),
        keyResult('Extend the months our cash lasts', 'Months of cash', null, 11, 16),
        keyResult('Reduce invoices overdue by a month', 'Invoices overdue', '%', 14, 5),
      ],
    },
    {
      id: 'finance-foresight',
      title: 'See further ahead so that surprises become rare',
      keyResults: [
        keyResult('Reduce the gap between forecast and result', 'Gap to forecast', '%', 15, 5),
        keyResult('Increase budgets their owners update every month', 'Budgets kept current', '%', 45, 90),
        keyResult('Reduce spending found only after the fact', 'Spending found late', '$', 90_000, 20_000),
      ],
    },
  ],
};
