// What the lines and marks of the map stand for.

/** A line of them. A split has one, too, while there is one. */
export function Legend({ isLinked, isSplit }: { readonly isLinked: boolean; readonly isSplit: boolean }) {
  return (
    <ul className="map-legend muted" aria-label="Legend of the map">
      {isLinked && <li data-key="link">your connection</li>}
      <li data-key="ways">replication</li>
      <li data-key="dot">a message</li>
      <li data-key="cut" hidden={!isSplit}>
        cut: messages wait
      </li>
    </ul>
  );
}
