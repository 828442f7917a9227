// Makes the data source that a template declares.
import type { Region } from '../../foundation/region';
import type { DataSourceDefinition } from '../appsync';
import type { Neighbours } from '../neighbours';
import type { DataSource } from './data-source';
import { dynamoDbDataSource } from './dynamodb';
import { eventBridgeDataSource } from './event-bridge';
import { httpDataSource } from './http';
import { lambdaDataSource } from './lambda';
import { noneDataSource } from './none';

/** One kind of data source per file. */
export function createDataSource(definition: DataSourceDefinition, neighbours: Neighbours, region: Region): DataSource {
  const { name, type } = definition;
  switch (type) {
    case 'NONE':
      return noneDataSource(name);
    case 'AMAZON_EVENTBRIDGE':
      return eventBridgeDataSource(name, definition, neighbours);
    case 'AWS_LAMBDA':
      return lambdaDataSource(name, definition, { ...neighbours, log: region.log });
    case 'HTTP':
      return httpDataSource(name, definition, { ...neighbours, region });
    case 'AMAZON_DYNAMODB':
      return dynamoDbDataSource(name, definition, neighbours);
  }
}
