// Questions about the way of a client to an Event API.
import { eventEdge, eventSubscriber, publishEvents } from '../support/clients/event-client';
import type { DeployedStage } from '../support/target';
import { frontDoorOf, NotAnswered, type Question, tokenOf } from './question';

const CHANNEL = 'tech';

/** Of a client of the Events door. */
export const EVENT_CONNECTIONS: readonly Question[] = [
  {
    text: 'Does a WebSocket of AppSync Events get through with the domain’s name in its credentials?',
    ask: async (stage) => {
      const shown = { Authorization: tokenOf(stage) };
      const door = eventDoorOf(stage);
      try {
        const subscriber = await eventSubscriber(door, CHANNEL, shown, shown);
        subscriber.close();
        const { answer } = subscriber;
        return answer['type'] === 'subscribe_success' ? 'yes' : `no: \`${JSON.stringify(answer)}\``;
      } catch (error) {
        return `no: ${(error as Error).message}`;
      }
    },
  },
  {
    text: 'Does an event get through that is posted to the front door?',
    ask: async (stage) => {
      const shown = { authorization: tokenOf(stage) };
      const { status, body } = await publishEvents(eventDoorOf(stage), CHANNEL, ['through the front door'], shown);
      return status === 200 ? 'yes' : `no: ${status} ${JSON.stringify(body)}`;
    },
  },
  {
    text: 'Does an Event API answer `GET /ping`?',
    ask: async ({ eventUrl }) => {
      const answer = await fetch(new URL('/ping', required(eventUrl)));
      return `${answer.ok ? 'yes' : 'no'}: ${answer.status} \`${(await answer.text()).slice(0, 60)}\``;
    },
  },
];

/** The Events door of the front door. @throws NotAnswered if there is none */
function eventDoorOf(stage: DeployedStage) {
  required(stage.eventUrl);
  return eventEdge(frontDoorOf(stage));
}

function required(eventUrl: string | undefined): string {
  if (eventUrl !== undefined) return eventUrl;
  throw new NotAnswered('The stage has no Event APIs.');
}
