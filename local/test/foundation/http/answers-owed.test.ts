// Who answers by himself on a connection waits until it is his turn.
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { AnswersOwed } from '../../../src/foundation/http/answers-owed';

let socket: Socket;
let owed: AnswersOwed;

beforeEach(() => {
  socket = new Socket();
  owed = new AnswersOwed();
});

function anAnswer(): ServerResponse {
  const request = new IncomingMessage(socket);
  const response = new ServerResponse(request);
  owed.add(request, response);
  return response;
}

it('does at once what nothing is before', () => {
  const task = jest.fn();

  owed.whenGiven(socket, task);

  expect(task).toHaveBeenCalledTimes(1);
});

it('waits for the last answer, also when an earlier one is given meanwhile', () => {
  const task = jest.fn();
  const [first, last] = [anAnswer(), anAnswer()];

  first.emit('close');
  owed.whenGiven(socket, task);
  const before = task.mock.calls.length;
  last.emit('close');

  expect(before).toBe(0);
  expect(task).toHaveBeenCalledTimes(1);
});

it('does nothing any more on a connection that its client has left', () => {
  const task = jest.fn();
  const answer = anAnswer();
  owed.whenGiven(socket, task);

  socket.destroy();
  answer.emit('close');

  expect(task).not.toHaveBeenCalled();
});

it('ends a connection that is idle while something waits', () => {
  anAnswer();
  owed.whenGiven(socket, () => undefined);

  socket.emit('timeout');

  expect(socket.destroyed).toBe(true);
});
