/** A finger on a chart as the mouse that uPlot knows: drawn sideways it chooses a stretch, up and down it scrolls the page (charts.css). */

const mouseEvents = {
  pointerdown: 'mousedown',
  pointermove: 'mousemove',
  pointerup: 'mouseup',
  pointercancel: 'mouseup',
} as const;

export function touchAsMouse(over: HTMLElement): void {
  for (const [pointer, mouse] of Object.entries(mouseEvents)) {
    over.addEventListener(pointer, (event) => {
      const { pointerType, clientX, clientY } = event as PointerEvent;
      if (pointerType !== 'touch') return;
      // uPlot takes a mouse that has not moved for a stray event.
      const moved = { movementX: 1, view: window };
      over.dispatchEvent(new MouseEvent(mouse, { clientX, clientY, bubbles: true, button: 0, ...moved }));
    });
  }
}
