// Makes the data source that a template declares.
import type { Log } from '../../foundation/log';
import type { DataSourceDefinition } from '../appsync';
import type { Neighbours } from '../neighbours';
import type { DataSource } from './data-source';
import { dynamoDbDataSource } from './dynamodb';
import { eventBridgeDataSource } from './event-bridge';
import { lambdaDataSource } from './lambda';
import { noneDataSource } from './none';

/** One kind of data source per file. */
export function createDataSource(definition: DataSourceDefinition, neighbours: Neighbours, log: Log): DataSource {
  const { name, type } = definition;
  switch (type) {
    case 'NONE':
      return noneDataSource(name);
    case 'AMAZON_EVENTBRIDGE':
      return eventBridgeDataSource(name, definition, neighbours);
    case 'AWS_LAMBDA':
      return lambdaDataSource(name, definition, { ...neighbours, log });
    case 'AMAZON_DYNAMODB':
      return dynamoDbDataSource(name, definition, neighbours);
  }
}
