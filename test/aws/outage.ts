// The questions that take an outage: a region that answers and does not deliver.
import { DisableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { setTimeout as pause } from 'node:timers/promises';
import { EDGE_REGION } from '../../tools/stages/names';
import { stageOf } from '../../tools/stages/stage';
import { clientConfig } from '../support/clients/backend';
import { ROOT } from '../support/packages/templates';
import type { DeployedStage } from '../support/target';
import { alarmState } from './cloud-watch';
import { frontDoorOf, isDenied, NotAnswered, type Question, regionBehind, tokenOf } from './question';
import type { KeptRule } from './rule-keeper';
import { keeperOf } from './rule-keeping';
import { signedCall } from './signed-call';
import { resourceOf } from './stacks';

/** Milliseconds between two looks. Route 53 answers five calls a second: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
const BETWEEN_LOOKS = 1_000;
const MINUTE = 60_000;
/** CloudWatch looks further back than one period; and minutes for everything else. */
const PERIODS = 3;
const MORE_MINUTES = 3;

/** Who notices. */
type Witness = 'alarm' | 'Route 53' | 'the front door';

/** The seconds after which each noticed; absent for one who did not in time. */
type Moments = Partial<Record<Witness, number>>;

/** What an outage was like. */
interface Outage {
  readonly region: string;
  /** Since the rule was disabled. */
  readonly left: Moments;
  /** Since it was enabled again. */
  readonly back: Moments;
  /** What Route 53 answered, when that says nothing of a check that follows an alarm. */
  readonly silence: string | undefined;
}

/** What is looked at. */
interface Watched {
  readonly region: string;
  readonly ruleName: string;
  readonly alarmName: string;
  readonly healthCheckId: string;
  /** Does a witness take the region for healthy? */
  readonly witnesses: Partial<Record<Witness, () => Promise<boolean>>>;
  readonly silence: string | undefined;
}

const outages = new WeakMap<DeployedStage, Promise<Outage>>();

/** Of a region that does not deliver: one outage answers all. */
export const OUTAGE: readonly Question[] = [
  {
    text: 'How long until a region is left that answers and does not deliver?',
    ask: async (stage) => {
      const { region, left, back } = await outageOf(stage);
      return `${region} was left after ${momentsIn(left)}, and came back ${momentsIn(back)} after its rule was enabled again`;
    },
  },
  {
    text: 'Does Route 53 see the alarm’s data stream as the alarm itself does?',
    ask: async (stage) => {
      const { left, back, silence } = await outageOf(stage);
      if (silence !== undefined) {
        const [alarm, door] = [left.alarm, left['the front door']];
        return `\`GetHealthCheckStatus\` does not tell (${silence}); alarm after ${secondsOf(alarm)}, the front door, which asks Route 53, after ${secondsOf(door)}`;
      }
      const seen = (['alarm', 'Route 53'] as const).every((who) => left[who] !== undefined && back[who] !== undefined);
      return `${seen ? 'yes' : 'no'}: ${momentsOf(left)}; on the way back ${momentsOf(back)}`;
    },
  },
];

/** The outage, which a stage has once. */
async function outageOf(stage: DeployedStage): Promise<Outage> {
  const known = outages.get(stage) ?? takeOut(stage);
  outages.set(stage, known);
  return known;
}

async function takeOut(stage: DeployedStage): Promise<Outage> {
  const watched = await watchedOf(stage);
  const { region, ruleName, witnesses, silence } = watched;
  const patience = (PERIODS * stageOf(ROOT, stage.name).health.missedHeartbeats + MORE_MINUTES) * MINUTE;
  const rule = { EventBusName: stage.busName, Name: ruleName };
  const keeper = await keeperOf({ client: clientConfig(stage, region), rule });
  let left: Moments = {};
  try {
    await disable(stage, region, rule);
    left = await momentsUntil(false, witnesses, patience);
  } catch (error) {
    // Who may not disable it has not, and may not enable it either.
    if (isDenied(error)) keeper.dismiss();
    throw error;
  } finally {
    await keeper.enableAgain();
  }
  return { region, left, back: await momentsUntil(true, witnesses, patience), silence };
}

/** @throws NotAnswered when nothing would be left to deliver, or nothing could be seen */
async function watchedOf(stage: DeployedStage): Promise<Watched> {
  const [door, token] = [frontDoorOf(stage), tokenOf(stage)];
  if (stage.apis.length < 2) throw new NotAnswered('The stage has one region, which nothing could stand in for.');
  // The one that is left can only be seen to be left from where it is taken.
  const region = await regionBehind(door, token);
  const [alarmName, healthCheckId, rule] = await Promise.all(
    ['DeliveryAlarm', 'DeliveryHealthCheck', 'DeliverRule'].map(async (id) => resourceOf(stage, region, id)),
  );
  if (alarmName === undefined || healthCheckId === undefined || rule === undefined) {
    throw new NotAnswered('The stage has no domain, so that its front door does not ask for health.');
  }
  const silence = await silenceOf(stage, healthCheckId);
  const state = await alarmState(stage, region, alarmName);
  if (state !== 'OK') throw new NotAnswered(`The alarm ${alarmName} in ${region} is ${state} to begin with.`);
  return {
    ...{ region, alarmName, healthCheckId, silence, ruleName: rule.slice(rule.indexOf('|') + 1) },
    witnesses: {
      alarm: async () => (await alarmState(stage, region, alarmName)) === 'OK',
      ...(silence === undefined && { 'Route 53': async () => isSeenHealthy(stage, healthCheckId) }),
      'the front door': async () => (await regionBehind(door, token)) === region,
    },
  };
}

/** Why Route 53 says nothing of a check; `undefined` if it does. AWS's pages do not say whether it does of one that follows an alarm. */
async function silenceOf(stage: DeployedStage, healthCheckId: string): Promise<string | undefined> {
  const { isGood, summary, text } = await healthCheckStatus(stage, healthCheckId);
  if (!isGood) return summary;
  return statusesIn(text).length === 0 ? 'no observations' : undefined;
}

async function isSeenHealthy(stage: DeployedStage, healthCheckId: string): Promise<boolean> {
  const { isGood, summary, text } = await healthCheckStatus(stage, healthCheckId);
  if (!isGood) throw new NotAnswered(`Route 53 answers ${summary}`);
  const statuses = statusesIn(text);
  // Each checker reports; Route 53 takes more than 18 % of them for enough:
  // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
  return statuses.filter((status) => status.startsWith('Success')).length > 0.18 * statuses.length;
}

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHealthCheckStatus.html */
async function healthCheckStatus(stage: DeployedStage, healthCheckId: string) {
  return signedCall(stage, {
    ...{ service: 'route53', region: EDGE_REGION, host: 'route53.amazonaws.com' },
    ...{ method: 'GET', path: `/2013-04-01/healthcheck/${healthCheckId}/status` },
  });
}

function statusesIn(text: string): readonly string[] {
  return [...text.matchAll(/<Status>([^<]*)<\/Status>/g)].map(([, status = '']) => status);
}

async function disable(stage: DeployedStage, region: string, rule: KeptRule['rule']): Promise<void> {
  const client = new EventBridgeClient(clientConfig(stage, region));
  await client.send(new DisableRuleCommand(rule));
  client.destroy();
}

/**
 * When each witness first takes the region for what it is.
 * @param isHealthy what it is
 * @param patience milliseconds
 */
async function momentsUntil(isHealthy: boolean, witnesses: Watched['witnesses'], patience: number): Promise<Moments> {
  const begun = performance.now();
  const moments: Moments = {};
  const waiting = new Map(Object.entries(witnesses) as [Witness, () => Promise<boolean>][]);
  while (waiting.size > 0 && performance.now() - begun < patience) {
    await Promise.all(
      [...waiting].map(async ([witness, look]) => {
        // An answer that does not come says nothing, and may come the next time.
        const seen = await look().catch(() => undefined);
        if (seen !== isHealthy) return;
        moments[witness] = Math.round((performance.now() - begun) / 1_000);
        waiting.delete(witness);
      }),
    );
    await pause(BETWEEN_LOOKS);
  }
  return moments;
}

function momentsIn(moments: Moments): string {
  return `${secondsOf(moments['the front door'])} (${momentsOf(moments)})`;
}

function momentsOf(moments: Moments): string {
  return `alarm after ${secondsOf(moments.alarm)}, Route 53 after ${secondsOf(moments['Route 53'])}`;
}

function secondsOf(seconds: number | undefined): string {
  return seconds === undefined ? 'more than was waited for' : `${seconds} s`;
}
