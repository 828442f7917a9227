// When the framework's plugin looks at the settings.
import StageCheck from '../../tools/stages/stage-check';

class FrameworkError extends Error {}

/** Makes the plugin as the framework does, which then knows the command line and the project. */
function check(
  options: { readonly stage?: string; readonly region?: string; readonly param?: string[] },
  isHelpRequest = false,
): object {
  const framework = { classes: { Error: FrameworkError }, processedInput: { isHelpRequest } };
  return new StageCheck(framework, options, { log: { warning: () => undefined } });
}

it('takes a stage of stages.yml', () => {
  expect(() => check({ stage: 'prod' })).not.toThrow();
});

it('takes the stage dev if there is no other', () => {
  expect(() => check({})).not.toThrow();
});

it('refuses with the error that the framework prints without a stack', () => {
  expect(() => check({ stage: 'moon' })).toThrow(FrameworkError);
});

it('refuses a setting on the command line, which only the framework would see', () => {
  expect(() => check({ stage: 'prod', param: ['certificateArn=x', 'routing=failover'] })).toThrow(
    'Leave "--param routing=…" out, and write the routing of stage "prod" into stages.yml.',
  );
});

it.each(['certificateArn=x', 'hosts={}'])('takes --param %s, which is not a setting', (param) => {
  expect(() => check({ stage: 'prod', param: [param] })).not.toThrow();
});

it.each(['none', 'ap-southeast-2'])('takes a region that replicates to %s at first', (regions) => {
  expect(() => check({ stage: 'prod', region: 'us-west-2', param: [`replicateTo=${regions}`] })).not.toThrow();
});

it.each(['us-west-2', 'moon', 'ap-southeast-2,moon', 'ap-southeast-2, ', ''])(
  'refuses a region that replicates to "%s" at first',
  (regions) => {
    expect(() => check({ stage: 'prod', region: 'us-west-2', param: [`replicateTo=${regions}`] })).toThrow(
      /^"--param replicateTo=.*" names ".*", to which us-west-2 does not replicate; use none, or some of ap-southeast-2\.$/,
    );
  },
);

it('helps whoever asks, whatever the settings are', () => {
  expect(() => check({ stage: 'moon' }, true)).not.toThrow();
});
