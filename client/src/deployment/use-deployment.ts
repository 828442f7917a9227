// Deployments, noticed while the page is open.
import { useEffect, useState } from 'react';
import type { PlanetState } from '../faults/planet-state';
import { type Deployment, type Seen, seenWith } from './deployment';

/** The last deployment that was seen. @param state only on a laptop */
export function useDeployment(state: PlanetState | undefined): Deployment | undefined {
  const [seen, setSeen] = useState<Seen>();
  useEffect(() => {
    if (state) setSeen((before) => seenWith(before, state));
  }, [state]);
  return seen?.last;
}

/** Is there another page at this address than the one that is open? Asked as long as somebody looks. @param pace milliseconds */
export function useNewPage(pace: number): boolean {
  const [isNew, setIsNew] = useState(false);
  useEffect(() => {
    let first: string | undefined;
    const ask = async () => {
      if (document.hidden) return;
      const version = await versionOfPage();
      first ??= version;
      if (version !== undefined && version !== first) setIsNew(true);
    };
    void ask();
    const timer = setInterval(() => void ask(), pace);
    return () => clearInterval(timer);
  }, [pace]);
  return isNew;
}

/** What S3 calls the page's content. Nothing if nobody answers, or not with the page. */
async function versionOfPage(): Promise<string | undefined> {
  try {
    const answer = await fetch('/', { method: 'HEAD', cache: 'no-store' });
    return answer.ok ? (answer.headers.get('etag') ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}
