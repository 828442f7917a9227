// Opens the Events door while it is looked at.
import { useEffect } from 'react';
import { channelsThatAre, type SessionState } from '../connection/session-state';
import type { PlanetView } from '../planet-view';

/** Listens there to the channels that the session listens to. @param session nothing while the door is to be shut */
export function useEventsDoor({ eventsDoor }: PlanetView, session: SessionState | undefined): void {
  const isOpen = session !== undefined;
  // As text: another session with the same channels changes nothing.
  const channels = session ? channelsThatAre(session, 'live', 'catching up').join(' ') : '';
  useEffect(() => {
    if (isOpen) eventsDoor.listen(channels === '' ? [] : channels.split(' '));
  }, [eventsDoor, isOpen, channels]);
  useEffect(() => {
    if (!isOpen) return undefined;
    return () => eventsDoor.close();
  }, [eventsDoor, isOpen]);
}
