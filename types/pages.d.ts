// Which kind of element a selector finds is written in a template, where no compiler looks.
interface ParentNode {
  querySelector(selector: string): any;
  querySelectorAll(selector: string): NodeListOf<any>;
}
interface NonElementParentNode {
  getElementById(id: string): any;
}
interface Document {
  getElementById(id: string): any;
}
interface Element {
  closest(selector: string): any;
}
// So is which one an event is about; of some there is nothing around.
interface EventTarget {
  closest?(selector: string): any;
  readonly value?: any;
}
interface Performance {
  getEntriesByType(type: "navigation"): PerformanceNavigationTiming[];
}
// What only some browsers have.
interface Navigator {
  readonly standalone?: boolean;
}
interface Window {
  readonly webkitAudioContext: typeof AudioContext;
}
