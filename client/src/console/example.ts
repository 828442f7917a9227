// What can be run in the GraphQL editor as it is.

/** A document with its variables. */
export interface Example {
  readonly title: string;
  readonly document: string;
  /** JSON text. */
  readonly variables: string;
}

const MESSAGE = 'name message data id publishedAt region userId position previous';

/** @param channel the channel that the page listens to @param region one of the stage */
export function examplesFor(channel: string, region: string): readonly Example[] {
  const example = (title: string, document: string, variables: object = {}): Example => ({
    ...{ title, document },
    variables: JSON.stringify(variables, undefined, 2),
  });
  return [
    example(
      'Who answers',
      `query WhoAnswers {
  # The region to which the front door led you.
  region
  channels
}`,
    ),
    example(
      'Publish a message',
      `mutation Publish($name: String!, $message: String!, $data: AWSJSON) {
  publish(name: $name, message: $message, data: $data) {
    id
    region
    publishedAt
    userId
  }
}`,
      { name: channel, message: 'Hello from the editor', data: '{"price": 5}' },
    ),
    example(
      'Publish a batch',
      `mutation PublishBatch($messages: [PublishInput!]!) {
  publishBatch(messages: $messages) {
    message { id region }
    error { errorType message }
  }
}`,
      { messages: ['one', 'two', 'three'].map((message) => ({ name: channel, message })) },
    ),
    example(
      'Subscribe',
      `subscription Subscribe($name: String!) {
  subscribe(name: $name) {
    ${MESSAGE}
  }
}`,
      { name: channel },
    ),
    example(
      'Read the history',
      `query History($name: String!, $region: String!) {
  # Of what entered in one region: ask for each region of the stage.
  history(name: $name, region: $region, last: 5) {
    messages { name message publishedAt userId }
    hasMore
    next
  }
}`,
      { name: channel, region },
    ),
  ];
}
