// What a deployment has changed while the page is open: regions, and the page itself.
import type { PlanetState } from '../faults/planet-state';
import type { PlanetView } from '../planet-view';
import { deploymentText } from './deployment';
import { useDeployment, useNewPage } from './use-deployment';

/** Milliseconds between two questions whether there is a new page: on AWS each is a request that somebody pays for. */
const PACE = 60_000;
const LOCAL_PACE = 2000;

/** Nothing before the first deployment. Sockets stay open meanwhile, so that nothing else shows one. */
export function DeploymentNote({
  view,
  planet,
}: {
  readonly view: PlanetView;
  readonly planet: PlanetState | undefined;
}) {
  const deployment = useDeployment(planet);
  const isNew = useNewPage(view.visit.settings.local ? LOCAL_PACE : PACE);
  return (
    <p className="deployment" role="status">
      {deployment && <span>{deploymentText(deployment, view.placeOf)} </span>}
      {isNew && (
        <>
          This page has a new version.{' '}
          <button type="button" className="button" onClick={() => location.reload()}>
            Load it
          </button>
        </>
      )}
    </p>
  );
}
