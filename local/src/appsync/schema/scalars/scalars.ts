// The scalars that AppSync adds to GraphQL's own.
import type { GraphQLScalarType } from 'graphql';
import { awsDate } from './aws-date';
import { awsDateTime } from './aws-date-time';
import { awsEmail } from './aws-email';
import { awsIpAddress } from './aws-ip-address';
import { awsJson } from './aws-json';
import { awsPhone } from './aws-phone';
import { awsTime } from './aws-time';
import { awsTimestamp } from './aws-timestamp';
import { awsUrl } from './aws-url';

/** Every scalar of https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html; an API cannot add its own. */
export const awsScalars: readonly GraphQLScalarType[] = [
  awsDate,
  awsTime,
  awsDateTime,
  awsTimestamp,
  awsEmail,
  awsJson,
  awsPhone,
  awsUrl,
  awsIpAddress,
];
