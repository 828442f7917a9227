// `util.time` with patterns of Java's DateTimeFormatter.
import { fakeClock } from '../../support/clock';
import { javaScriptUnderTest } from '../../support/javascript';

const NOW = Date.parse('2018-02-06T19:01:35.750Z');
const javaScript = javaScriptUnderTest({ clock: fakeClock(NOW) });

describe('JS-30 util.time.nowFormatted', () => {
  it.each([
    ['yyyy-MM-dd HH:mm:ssZ', undefined, '2018-02-06 19:01:35+0000'],
    ['yyyy-MM-dd HH:mm:ssZ', 'Australia/Perth', '2018-02-07 03:01:35+0800'],
    ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", undefined, '2018-02-06T19:01:35.750Z'],
    ["yyyy-MM-dd'T'HH:mm:ss.SSSxxx", '+05:30', '2018-02-07T00:31:35.750+05:30'],
    ['EEE, d MMM yy', undefined, 'Tue, 6 Feb 18'],
    ["EEEE 'the' d 'of' MMMM, h 'o''clock' a", undefined, "Tuesday the 6 of February, 7 o'clock PM"],
    ['D QQQ QQQQ G GGGG u', undefined, '37 Q1 1st quarter AD Anno Domini 2018'],
    ['k K h H', undefined, '19 7 7 19'],
    ['S SS SSSSSS n A', undefined, '7 75 750000 750000000 68495750'],
    ['VV O OOOO X x ZZZZ ZZZZZ', 'America/New_York', 'America/New_York GMT-5 GMT-05:00 -05 -05 GMT-05:00 -05:00'],
    ['X x O ZZZZ', 'UTC', 'Z +00 GMT GMT'],
    ['X XXXX', '+05:30', '+0530 +0530'],
    ['YYYY w e ppH', undefined, '2018 6 3 19'],
    ['yyyy[-MM[-dd]]', undefined, '2018-02-06'],
  ])('writes %j in %s', (pattern, zone, text) => {
    const result = javaScript.valueOf('util.time.nowFormatted(ctx.args.pattern, ctx.args.zone)', {
      arguments: { pattern, ...(zone !== undefined && { zone }) },
    });

    expect(result).toBe(text);
  });

  it.each([
    ['yyyy-pp', "Pad letter 'p' must be followed by valid pad pattern: yyyy-pp"],
    ['B', 'Unknown pattern letter: B'],
    ["yyyy 'z' z", 'The local engine does not know the pattern letter z.'],
    ["yyyy'", "Pattern ends with an incomplete string literal: yyyy'"],
    ['yyyy]', 'Pattern invalid as it contains ] without previous ['],
    ['{yyyy}', "Pattern includes reserved character: '{'"],
    ['ddd', 'Too many pattern letters: d'],
    ['y'.repeat(201), 'A pattern has at most 200 characters in the local engine.'],
  ])('refuses %j', (pattern, sentence) => {
    const { error } = javaScript.run('return util.time.nowFormatted(ctx.args.pattern);', { arguments: { pattern } });

    expect(error?.message).toContain(sentence);
  });

  it('knows no offset beyond 18 hours', () => {
    const { error } = javaScript.run('return util.time.nowFormatted("yyyy", "+19:00");');

    expect(error?.message).toContain('Zone offset hours not in valid range: value 19 is not in the range -18 to 18');
  });

  it.each(['Mars/Olympus', 'perth', 'SYSTEM', ''])('knows no time zone %j', (zone) => {
    const { error } = javaScript.run('return util.time.nowFormatted("yyyy", ctx.args.zone);', { arguments: { zone } });

    expect(error?.message).toContain(`Unknown time-zone ID: ${zone}`);
  });
});

describe('JS-30 util.time.epochMilliSecondsToFormatted', () => {
  it.each([
    [1_517_943_695_750, 'yyyy-MM-dd HH:mm:ss', undefined, '2018-02-06 19:01:35'],
    [1_517_943_695_750, 'HH:mm', 'Asia/Kolkata', '00:31'],
    [0, 'uuuu-MM-dd', '-01:00', '1969-12-31'],
    [-62_167_219_200_001, 'y G u', undefined, '2 BC -1'],
    [253_402_300_800_000, 'yyyy', undefined, '+10000'],
  ])('writes %d as %j in %s', (moment, pattern, zone, text) => {
    const result = javaScript.valueOf(
      'util.time.epochMilliSecondsToFormatted(ctx.args.moment, ctx.args.pattern, ctx.args.zone)',
      {
        arguments: { moment, pattern, ...(zone !== undefined && { zone }) },
      },
    );

    expect(result).toBe(text);
  });

  it.each([
    ['"1", "yyyy"', 'takes a number'],
    ['1', 'takes a string'],
    ['9e15, "yyyy"', 'outside of the calendar'],
  ])('refuses %s', (args, sentence) => {
    const { error } = javaScript.run(`return util.time.epochMilliSecondsToFormatted(${args});`);

    expect(error?.message).toContain(sentence);
  });
});

describe('JS-30 util.time.parseFormattedToEpochMilliSeconds', () => {
  it.each([
    ['2018-02-06 19:01:35+0000', 'yyyy-MM-dd HH:mm:ssZ', undefined, '2018-02-06T19:01:35.000Z'],
    ['2018-02-07 03:01:35+0800', 'yyyy-MM-dd HH:mm:ssZ', undefined, '2018-02-06T19:01:35.000Z'],
    ['2018-02-07 03:01:35', 'yyyy-MM-dd HH:mm:ss', 'Australia/Perth', '2018-02-06T19:01:35.000Z'],
    ['2018-02-07 03:01:35+0800', 'yyyy-MM-dd HH:mm:ssZ', 'UTC', '2018-02-06T19:01:35.000Z'],
    ['20180207030135', 'yyyyMMddHHmmss', 'UTC', '2018-02-07T03:01:35.000Z'],
    ['7 Feb 18 3 AM', 'd MMM yy h a', 'UTC', '2018-02-07T03:00:00.000Z'],
    ['Wednesday, February 7, 2018 12:30 PM', 'EEEE, MMMM d, yyyy h:mm a', 'UTC', '2018-02-07T12:30:00.000Z'],
    ['2018-038 00', 'yyyy-DDD HH', 'UTC', '2018-02-07T00:00:00.000Z'],
    ['2018-02-07T03:01:35.5Z', "yyyy-MM-dd'T'HH:mm:ss[.S]XXX", undefined, '2018-02-07T03:01:35.500Z'],
    ['2018-02-07T03:01:35Z', "yyyy-MM-dd'T'HH:mm:ss[.S]XXX", undefined, '2018-02-07T03:01:35.000Z'],
    ['2018-02-07 03:01 Europe/Paris', 'yyyy-MM-dd HH:mm VV', undefined, '2018-02-07T02:01:00.000Z'],
    ['2018-02-30 00:00', 'yyyy-MM-dd HH:mm', 'UTC', '2018-02-28T00:00:00.000Z'],
    // Java's end of a day: https://docs.oracle.com/javase/8/docs/api/java/time/format/DateTimeFormatter.html#parsedExcessDays--
    ['2018-02-07 24', 'yyyy-MM-dd HH', 'UTC', '2018-02-08T00:00:00.000Z'],
    ['2026-03-29 02:30', 'yyyy-MM-dd HH:mm', 'Europe/Paris', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25 02:30', 'yyyy-MM-dd HH:mm', 'Europe/Paris', '2026-10-25T00:30:00.000Z'],
  ])('reads %j as %j in %s', (text, pattern, zone, moment) => {
    const result = javaScript.valueOf(
      'util.time.parseFormattedToEpochMilliSeconds(ctx.args.text, ctx.args.pattern, ctx.args.zone)',
      {
        arguments: { text, pattern, ...(zone !== undefined && { zone }) },
      },
    );

    expect(result).toBe(Date.parse(moment));
  });

  it.each([
    ['2018-02-07', 'yyyy-MM-dd HH', 'UTC', 'could not be parsed at index 10'],
    ['2018-02-07 03 and more', 'yyyy-MM-dd HH', 'UTC', 'could not be parsed, unparsed text found at index 13'],
    ['2018-2-07 03', 'yyyy-MM-dd HH', 'UTC', 'could not be parsed at index 5'],
    ['2018-13-07 03', 'yyyy-MM-dd HH', 'UTC', 'Invalid value for MonthOfYear (valid values 1 - 12): 13'],
    ['2018-02-32 03', 'yyyy-MM-dd HH', 'UTC', 'Invalid value for DayOfMonth (valid values 1 - 28/31): 32'],
    ['2018-02-07 25', 'yyyy-MM-dd HH', 'UTC', 'Invalid int value for HourOfDay: 25'],
    ['2018-02-07', 'yyyy-MM-dd', 'UTC', 'it is not a date with a time'],
    ['Mon 2018-02-07 03', 'EEE yyyy-MM-dd HH', 'UTC', 'Field DayOfWeek 3 differs from DayOfWeek 1'],
    ['2018-02-07 03', 'yyyy-MM-dd HH', undefined, 'it has no time zone'],
  ])('refuses %j as %j in %s', (text, pattern, zone, sentence) => {
    const { error } = javaScript.run(
      'return util.time.parseFormattedToEpochMilliSeconds(ctx.args.text, ctx.args.pattern, ctx.args.zone);',
      {
        arguments: { text, pattern, ...(zone !== undefined && { zone }) },
      },
    );

    expect(error?.message).toContain(sentence);
  });
});
