// The limits and defaults of SQS, each with its unit and its source.

/** Seconds that a received message stays hidden: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html */
export const VISIBILITY_TIMEOUT = { min: 0, max: 43_200, default: 30 } as const;

/** Seconds that a message is kept: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
export const MESSAGE_RETENTION_PERIOD = { min: 60, max: 1_209_600, default: 345_600 } as const;

/** Seconds before a new message can be received: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
export const DELAY_SECONDS = { min: 0, max: 900, default: 0 } as const;

/** Bytes of a message with its attributes: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const MAXIMUM_MESSAGE_SIZE = { min: 1_024, max: 1_048_576, default: 1_048_576 } as const;

/** Seconds that a receiver waits for a message: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
export const RECEIVE_MESSAGE_WAIT_TIME = { min: 0, max: 20, default: 0 } as const;

/** Messages of one `ReceiveMessage`: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
export const MAX_NUMBER_OF_MESSAGES = { min: 1, max: 10, default: 1 } as const;

/** Entries of one batch: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
export const MAX_BATCH_ENTRIES = 10;

/** Attributes of one message: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const MAX_MESSAGE_ATTRIBUTES = 10;

/** Characters of an attribute's name, and of its type: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html */
export const MAX_ATTRIBUTE_NAME = 256;

/** Seconds between two `PurgeQueue`: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html */
export const PURGE_INTERVAL = 60;

/** How often a message is received before it is a dead letter: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export const MAX_RECEIVE_COUNT = { min: 1, max: 1_000 } as const;

/** Queues on one page of `ListQueues`: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html */
export const MAX_QUEUES_PER_PAGE = 1_000;

/** A standard queue's name: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
export const QUEUE_NAME = /^[A-Za-z0-9_-]{1,80}$/;

/** A batch entry's id: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatchRequestEntry.html */
export const BATCH_ENTRY_ID = /^[A-Za-z0-9_-]{1,80}$/;
