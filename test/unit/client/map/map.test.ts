// The map: where places are, how messages travel, and where names stand.
import { sidesOf } from '../../../../client/src/map/label-side';
import { CENTRE, HEIGHT, MERIDIAN, type Point, project, SCALE, WIDTH } from '../../../../client/src/map/projection';
import { pathOf, pointOn, routeThrough } from '../../../../client/src/map/arcs';
import { RING_TIME, TRAVEL_TIME, Travels } from '../../../../client/src/map/travels';

const FROM: Point = { x: 100, y: 200 };
const TO: Point = { x: 300, y: 200 };
const route = routeThrough([FROM, TO]);

describe('the projection', () => {
  it('has the middle meridian in the middle', () => {
    expect(project({ latitude: 0, longitude: MERIDIAN })).toEqual(CENTRE);
  });

  // What d3-geo 3.1.2 says: geoNaturalEarth1Raw(longitude in radians, latitude in radians).
  it.each([
    [60, 30, 0.8728246645, 0.5291484744],
    [-90, -45, -1.231993778, -0.7930513944],
    [150, 70, 1.7160724467, 1.1989234748],
  ])('is that of d3-geo %d degrees east and %d north', (east, latitude, x, y) => {
    const point = project({ latitude, longitude: east + MERIDIAN });

    expect((point.x - CENTRE.x) / SCALE).toBeCloseTo(x, 9);
    expect((CENTRE.y - point.y) / SCALE).toBeCloseTo(y, 9);
  });

  it('turns around at the other side of the earth', () => {
    expect(project({ latitude: 0, longitude: -168 }).x).toBeLessThan(WIDTH / 10);
    expect(project({ latitude: 0, longitude: -171 }).x).toBeGreaterThan((WIDTH * 9) / 10);
  });

  it.each([
    [-36.85, 174.76],
    [59.33, 18.07],
    [45.84, -119.7],
    [-33.92, 18.42],
  ])('has the place at %d, %d on the map', (latitude, longitude) => {
    const { x, y } = project({ latitude, longitude });

    expect([x > 0, x < WIDTH, y > 0, y < HEIGHT]).toEqual([true, true, true, true]);
  });
});

describe('a route', () => {
  it('begins and ends where it should, and rises in between', () => {
    expect(pointOn(route, 0)).toEqual(FROM);
    expect(pointOn(route, 1)).toEqual(TO);
    expect(pointOn(route, 0.5)).toEqual({ x: 200, y: 156 });
  });

  it('leads on from where the message was read', () => {
    const end = { x: 300, y: 400 };
    const both = routeThrough([FROM, TO, end]);

    expect(pointOn(both, 0.5)).toEqual(TO);
    expect(pointOn(both, 1)).toEqual(end);
  });

  it('is empty between points that are one place', () => {
    expect(routeThrough([FROM, FROM, { x: 101, y: 201 }])).toEqual([]);
    expect(pointOn([], 0.5)).toBeUndefined();
  });

  it('is a path for SVG', () => {
    expect(pathOf(route)).toBe('M100.0 200.0Q200.0 112.0 300.0 200.0');
  });
});

describe('travelling messages', () => {
  it('are dots, then rings, then gone', () => {
    const travels = new Travels(10);
    travels.add(route, TO, 0);

    expect(travels.drawings(0)).toEqual([{ kind: 'dot', at: FROM, opening: 0 }]);
    expect(travels.drawings(TRAVEL_TIME + RING_TIME / 2)).toEqual([{ kind: 'ring', at: TO, opening: 0.5 }]);
    expect(travels.drawings(TRAVEL_TIME + RING_TIME)).toEqual([]);
  });

  it('are rings at once where there is no way', () => {
    const travels = new Travels(10);
    travels.add([], TO, 0);

    expect(travels.drawings(0)).toEqual([{ kind: 'ring', at: TO, opening: 0 }]);
  });

  it('are at most so many, however many come', () => {
    const travels = new Travels(10);
    for (let now = 0; now < TRAVEL_TIME; now += 1) travels.add(route, TO, now);

    expect(travels.drawings(TRAVEL_TIME - 1).length).toBeGreaterThan(5);
    expect(travels.drawings(TRAVEL_TIME - 1).length).toBeLessThanOrEqual(10);
  });

  it('leave room for those that come later', () => {
    const travels = new Travels(10);
    for (let index = 0; index < 200; index += 1) travels.add(route, TO, 0);
    expect(travels.drawings(0)).toHaveLength(5);

    travels.add(route, TO, (TRAVEL_TIME + RING_TIME) / 10);

    expect(travels.drawings(200)).toHaveLength(6);
  });

  it('open one ring at a time where they enter and are read', () => {
    const travels = new Travels(10);
    for (let index = 0; index < 200; index += 1) travels.add([], TO, 0);

    expect(travels.drawings(0)).toHaveLength(1);
  });
});

describe('names', () => {
  const size = { width: 150, height: 40 };

  it('stand at the right', () => {
    expect(sidesOf([{ x: 200, y: 200 }], size)).toEqual(['right']);
  });

  it('stand at the left near the map’s right edge', () => {
    expect(sidesOf([{ x: WIDTH - 50, y: 200 }], size)).toEqual(['left']);
  });

  it('do not cover a neighbour', () => {
    const sides = sidesOf(
      [
        { x: 400, y: 200 },
        { x: 440, y: 205 },
      ],
      size,
    );

    expect(sides).toEqual(['left', 'right']);
  });

  it('are left out where there is no room', () => {
    const crowd = [0, 1, 2, 3, 4, 5].map((step) => ({ x: 400 + 10 * step, y: 200 }));

    expect(sidesOf(crowd, size)).toContain('none');
  });
});
