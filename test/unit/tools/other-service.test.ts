// The folder of another service, as `npm start -- --with` takes it.
import { serviceFolderIn } from '../../../tools/engine/other-service';
import { ROOT } from '../../support/packages/templates';

it.each(['examples/second-screen', './examples/second-screen/', `${ROOT}/examples/second-screen`])(
  'finds %s',
  (given) => {
    expect(serviceFolderIn(ROOT, given)).toBe('examples/second-screen');
  },
);

it.each(['.', '..', 'examples', 'examples/none', '/etc', ''])('refuses %j', (given) => {
  expect(() => serviceFolderIn(ROOT, given)).toThrow(
    `--with takes the folder of a service in this project, which has a serverless.yml, such as examples/second-screen, not "${given}".`,
  );
});
