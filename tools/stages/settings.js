// What may be written in stages.yml and in regions.yml. The types, the refusals (refusal.js) and the JSON Schemas for editors
// all come from here.
'use strict';

const { z } = require('zod');
const { channelLists, MAX_LENGTH, MAX_LISTS } = require('../../resources/api/channel-lists');
const { problemOfNamespaces } = require('../../resources/events/namespaces');
const { hasGuests } = require('../../resources/api/guests');
const { covers, LISTED } = require('./channel');
const { rulesOf } = require('./payload-schema');
const { Guests, Issuers, problemOutsideLocal } = require('./issuer');
const { listOf, listOfAny, mapOf, textLike, wholeBetween, yesOrNo } = require('./kinds');
const { LOCAL_STAGE } = require('./names');

/** The framework's names of stages, which are a part of the stacks' names. */
const STAGE = /^[a-zA-Z0-9-]+$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
/** Levels; 0 would be no limit. https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateGraphqlApi.html */
const MAX_QUERY_DEPTH = 75;
/** Requests. https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html */
const RATE = /** @type {const} */ ([10, 2_000_000_000]);
/** Healthy values that Route 53 answers with at most: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-multivalue.html */
const MAX_FAILOVER_REGIONS = 8;
/**
 * Seconds. Half is the record's, which has a second at least; with a health check Route 53 recommends no more than a minute:
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-shared.html
 */
const TTL = /** @type {const} */ ([2, 60]);
/** Minutes: a heartbeat comes anywhere in its minute, so that one minute may have none. An alarm looks back one day at most. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const MISSED_HEARTBEATS = /** @type {const} */ ([2, 1440]);
/** Characters of a certificate's first name: https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html */
const MAX_DOMAIN_LENGTH = 64;
/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
const FAILED_PINGS = /** @type {const} */ ([0, 10]);
/** A year at most. */
const HISTORY_HOURS = /** @type {const} */ ([0, 8760]);
/** Characters of the channels without a history: a resolver's code has 32 KB, and hooks want the most of it. */
const MAX_EXCEPTIONS_LENGTH = 4000;
/** Ten years at most: an archive without a limit would be one that no one decided on. */
const ARCHIVE_DAYS = /** @type {const} */ ([0, 3650]);
const DOMAIN_NAME = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZone.html */
const HOSTED_ZONE_ID = /^Z[A-Z0-9]{1,31}$/;
/** CloudFront takes `*.` in place of the first labels. */
const ORIGIN = /^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d{1,5})?$/;

/** An event's `source`; AWS keeps `aws.` for itself. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html */
const SOURCE = /^(?!aws\.).{1,256}$/;
/** https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
const TOPIC = /^[A-Za-z0-9_-]{1,256}$/;

const SOURCES = 'must be a list of event sources, [] for none';
const CHANNELS =
  'must be a list of names such as "news", "news/*" or "*", each once, of up to five parts between slashes, each of up to 50 of A-Z, a-z, 0-9, "_", ".", ":" and "-"';
const EXCEPTIONS = 'must be a list of channels and patterns such as "chat" or "chat/*", each once, [] for none';
const PAYLOADS = 'must be a map of channels and patterns to JSON Schemas';
const REGIONS = 'must be a list of regions that regions.yml has, each once';
const DOMAIN =
  'must be {} or a name and a hosted zone, such as { name: pubsub.example.com, hostedZoneId: Z0123456789ABC }';
const ORIGINS = 'must be a list of origins such as "https://www.example.com", each once, or just [\'*\'] for all';

/** @typedef {z.infer<typeof Place>} Place where a region is, and what people call the place */
const Place = mapOf({
  place: textLike(/./, 'must be what people call the place').describe('What people call the place.'),
  airport: textLike(/^[A-Z]{3}$/, 'must be three capital letters, such as IAD').describe(
    'The code that CloudFront gives to its edge locations near there.',
  ),
  latitude: degreesUpTo(90),
  longitude: degreesUpTo(180),
});

/** @param {number} most */
function degreesUpTo(most) {
  const error = `must be a number of degrees from -${most} to ${most}`;
  return z.number({ error }).min(-most, { error }).max(most, { error }).describe('Degrees.');
}

/** The whole of regions.yml. */
const Places = z
  .record(z.string().regex(REGION), Place, { error: 'must have the name of an AWS region, such as us-west-2' })
  .describe('Where AWS’s regions are.');

const Routing = z
  .enum(['latency', 'failover'], { error: 'must be latency or failover' })
  .describe(
    'To which healthy region the front door leads: the one with the shortest way from the viewer’s edge, or the first in `regions`.',
  );

const Channels = listOf(textLike(LISTED, CHANNELS), CHANNELS)
  .refine((channels) => channelLists(channels).length <= MAX_LISTS, {
    error: `are more than AppSync takes, which is ${MAX_LISTS} times ${MAX_LENGTH} characters; use patterns such as "news/*"`,
  })
  .describe('Channels: `news` is one, `news/*` every channel below it, `*` every channel.');

const Payloads = z
  .record(textLike(LISTED, PAYLOADS), z.unknown(), { error: PAYLOADS })
  .superRefine((payloads, context) => {
    for (const [channels, schema] of Object.entries(payloads)) {
      const problem = problemOf(() => rulesOf({ [channels]: schema }));
      if (problem) context.addIssue({ code: 'custom', message: problem, path: [channels] });
    }
    const problem = problemOf(() => rulesOf(payloads));
    if (problem) context.addIssue({ code: 'custom', message: problem });
  })
  .describe(
    'What the data of messages must be: JSON Schemas by channel or pattern, of the keywords that stages.yml lists.',
  );

/**
 * @param {() => void} check
 * @returns {string | undefined}
 */
function problemOf(check) {
  try {
    check();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const absent = z.never().optional();
const Domain = z
  .union([
    z.strictObject({ name: absent, hostedZoneId: absent }, { error: DOMAIN }),
    mapOf(
      {
        name: textLike(DOMAIN_NAME, 'must be a domain name such as pubsub.example.com')
          .max(
            MAX_DOMAIN_LENGTH,
            `must have ${MAX_DOMAIN_LENGTH} characters at most, which is what a certificate takes`,
          )
          .describe('The one domain in front of all regions.'),
        hostedZoneId: textLike(HOSTED_ZONE_ID, 'must be the id of a hosted zone, such as Z0123456789ABC').describe(
          'The hosted zone of the account that the domain is in.',
        ),
      },
      DOMAIN,
    ),
  ])
  .describe('The domain: {} for none.');

const Exceptions = listOfAny(textLike(LISTED, EXCEPTIONS), EXCEPTIONS)
  .refine((list) => list.join().length <= MAX_EXCEPTIONS_LENGTH, {
    error: `must take ${MAX_EXCEPTIONS_LENGTH} characters at most, as a resolver has room for no more; use patterns such as "chat/*"`,
  })
  .optional()
  .describe('Channels and patterns of which nothing is kept, and of which a message may be pushed twice.');

/** @typedef {z.infer<ReturnType<typeof stageSettings>>} Settings every setting of a stage */

/**
 * @param {readonly string[]} regions of regions.yml
 */
function stageSettings(regions) {
  return mapOf({
    regions: listOf(z.enum(regions, { error: REGIONS }), REGIONS).describe('AWS regions that form the planet.'),
    channels: Channels,
    payloads: Payloads,
    introspection: yesOrNo().describe('May clients read the schema from the API?'),
    queryDepthLimit: wholeBetween(1, MAX_QUERY_DEPTH).describe('Levels of nesting that a query may have.'),
    apiKeys: yesOrNo().describe('Does every region have an API key?'),
    issuers: Issuers,
    guests: Guests,
    closeSources: z
      .array(textLike(SOURCE, SOURCES), { error: SOURCES })
      .describe(
        'Backends that may close channels, by the `source` of their events. The mutation `unsubscribe` always may.',
      ),
    waf: mapOf({
      enabled: yesOrNo().describe('Are there web ACLs?'),
      rateLimit: wholeBetween(...RATE).describe('Requests of a viewer’s address in five minutes, at the front door.'),
      serverRateLimit: wholeBetween(...RATE).describe('Requests of an address in five minutes, at a region’s API.'),
    }).describe('The web ACLs.'),
    xray: yesOrNo().describe('Are requests traced with X-Ray? It has a price of its own.'),
    alarms: mapOf({
      topic: textLike(TOPIC, 'must be the name of an SNS topic')
        .optional()
        .describe('An SNS topic that is told of alarms: it has this name in every region of the stage.'),
    }).describe('Who receives alarms: {} for no one.'),
    domain: Domain,
    routing: Routing,
    health: mapOf({
      missedHeartbeats: wholeBetween(...MISSED_HEARTBEATS).describe(
        'Minutes without a heartbeat after which a region is unhealthy.',
      ),
      failedPings: wholeBetween(...FAILED_PINGS).describe(
        'Times in a row, ten seconds apart, that a region’s API must fail to answer to be unhealthy; 0 asks it nothing.',
      ),
      ttl: wholeBetween(...TTL).describe('Seconds for which the front door holds an answer about health.'),
    }).describe('When a region is unhealthy, and how soon it is seen.'),
    history: mapOf({
      hours: wholeBetween(...HISTORY_HOURS).describe('Hours for which each region keeps its messages; 0 keeps none.'),
      pointInTimeRecovery: yesOrNo().describe(
        'Can the tables be restored as they were at any second of the last 35 days? It has a price of its own.',
      ),
      except: Exceptions,
    }).describe('What each region remembers of its channels.'),
    archive: mapOf({
      days: wholeBetween(...ARCHIVE_DAYS).describe(
        'Days for which each region’s bus keeps the messages that entered there, for a replay; 0 keeps none.',
      ),
    }).describe('What each region’s bus keeps.'),
    events: yesOrNo().describe(
      'Has every region an Event API? Then the first part of every channel is a channel namespace.',
    ),
    corsOrigins: z
      .union([z.tuple([z.literal('*')]), listOf(textLike(ORIGIN, ORIGINS), ORIGINS)])
      .describe('Web sites that may call the front door from a browser.'),
  });
}

/**
 * @param {readonly string[]} regions of regions.yml
 * @returns what `default`, or a stage before the default is added, may have
 */
function someSettings(regions) {
  return stageSettings(regions).partial();
}

/**
 * @param {readonly string[]} regions of regions.yml
 * @param {string} stage
 */
function settingsOfStage(regions, stage) {
  return stageSettings(regions).superRefine(
    ({ regions, channels, payloads, routing, issuers, guests, waf, history, events }, context) => {
      const refuse = (/** @type {string} */ message, /** @type {(string | number)[]} */ ...path) =>
        context.addIssue({ code: 'custom', message, path });
      if (routing === 'failover' && regions.length > MAX_FAILOVER_REGIONS) {
        refuse(
          `is failover, for which Route 53 answers with ${MAX_FAILOVER_REGIONS} regions at most; there are ${regions.length}`,
          'routing',
        );
      }
      const namespaces = events ? problemOfNamespaces(channels, payloads) : undefined;
      if (namespaces) refuse(namespaces, 'events');
      if (hasGuests(guests) && !waf.enabled) {
        refuse('need the web ACL, which limits what one address may ask for; set waf.enabled to true', 'guests');
      }
      const isUnlisted = (/** @type {string} */ pattern) => !channels.some((entry) => covers(entry, pattern));
      const opened = [...(guests.publish ?? []), ...(guests.subscribe ?? [])].find(isUnlisted);
      if (opened !== undefined) refuse(`may use "${opened}", which the channels of the stage do not cover`, 'guests');
      const excepted = history.except?.find(isUnlisted);
      if (excepted !== undefined) {
        refuse(`must not have "${excepted}", which the channels of the stage do not cover`, 'history', 'except');
      }
      if (stage === LOCAL_STAGE) return;
      for (const [index, issuer] of issuers.entries()) {
        const problem = problemOutsideLocal(issuer);
        if (problem) refuse(problem, 'issuers', index);
      }
    },
  );
}

/**
 * @param {readonly string[]} regions of regions.yml
 * @returns the whole of stages.yml
 */
function stagesFile(regions) {
  return z
    .record(z.string().regex(STAGE), z.nullable(someSettings(regions)))
    .describe('The stages. `default` holds for all of them; a stage overrides single settings.');
}

module.exports = {
  Places,
  /** The names of all settings. */
  SETTINGS: Object.keys(stageSettings([]).shape),
  settingsOfStage,
  someSettings,
  STAGE,
  stagesFile,
};
