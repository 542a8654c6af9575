type Step = { id: string; name: string };

/** The way to a team from the top, each step a link. */
export const TeamWay = ({ steps, href }: { steps: readonly Step[]; href: (id: string) => string }) => (
  <>
    {steps.map((step, i) => (
      <>
        {i > 0 && ' › '}
        <a href={href(step.id)}>{step.name}</a>
      </>
    ))}
  </>
);
